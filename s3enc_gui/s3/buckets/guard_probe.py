"""Stores a tiny object as a trial of a bucket's policy, and removes it again."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.trial import Sent, TrialUpload
from s3enc_gui.s3.buckets.probe_object import delete_probe
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONTENT = b"Test of a bucket policy by S3enc. This object can be deleted.\n"


def store_trial(client: S3Client, bucket: str, key: str, upload: TrialUpload) -> AppError | None:
    """Store an object as an upload does, and delete exactly it. Blocks.

    Returns why it is still there. Raises AppError where it isn't stored.
    """
    options = _options(upload)
    with translated(bucket=bucket, key=key):
        if upload.in_parts:
            created: Any = client.create_multipart_upload(Bucket=bucket, Key=key, **options)
            return _abort(client, bucket, key, str(created.get("UploadId") or ""))
        # Nothing asks for a condition: the name is random.
        put: Any = client.put_object(Bucket=bucket, Key=key, Body=_CONTENT, **options)
    return delete_probe(client, bucket, key, put.get("VersionId"))


def _options(upload: TrialUpload) -> dict[str, Any]:
    if upload.sent is Sent.NOTHING:
        return {}
    if upload.sent is Sent.SSE_C:  # a key that nobody needs afterwards
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": secrets.token_bytes(32)}
    options = {"ServerSideEncryption": upload.sent.value}
    return {**options, "SSEKMSKeyId": upload.key} if upload.key else options


def _abort(client: S3Client, bucket: str, key: str, upload_id: str) -> AppError | None:
    try:
        with translated(bucket=bucket, key=key):
            client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)
    except AppError as error:
        return error
    return None


def has_replication(client: S3Client, bucket: str) -> bool:
    """Whether new objects may be copied to other buckets. Raises AppError where it isn't known.

    (GetBucketReplication; a server that doesn't know the operation has none.)
    """
    with translated(bucket=bucket):
        try:
            client.get_bucket_replication(Bucket=bucket)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            code = error.response["Error"]["Code"]
            if code == "ReplicationConfigurationNotFoundError" or status == 501:
                return False
            raise
    return True

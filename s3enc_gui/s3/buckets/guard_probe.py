"""Stores a tiny object as a trial of a bucket's policy, and removes it again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.trial import Sent, TrialUpload
from s3enc_gui.i18n import text
from s3enc_gui.s3.buckets.probe_object import delete_probe
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONTENT = b"Test of a bucket policy by S3enc. This object can be deleted.\n"


@dataclass(frozen=True, slots=True)
class TrialResult:
    """`problem` is why the object wasn't stored, `left` why something of it is still there."""

    problem: AppError | None = None
    left: AppError | None = None


def store_trial(client: S3Client, bucket: str, key: str, upload: TrialUpload) -> TrialResult:
    """Store an object as an upload does, and delete exactly it. Blocks; raises nothing."""
    options = _options(upload)
    if upload.in_parts:
        return _store_part(client, bucket, key, options)
    try:
        with translated(bucket=bucket, key=key):
            # Nothing asks for a condition: the name is random.
            put: Any = client.put_object(Bucket=bucket, Key=key, Body=_CONTENT, **options)
    except AppError as error:
        return TrialResult(error)
    return TrialResult(left=delete_probe(client, bucket, key, put.get("VersionId")))


def _store_part(client: S3Client, bucket: str, key: str, options: dict[str, Any]) -> TrialResult:
    """Begin an upload, send a part, and abort it: servers may deny parts, which have no headers.

    UploadPart repeats only a customer-provided key.
    """
    about = {"bucket": bucket, "key": key}
    try:
        with translated(**about):
            created: Any = client.create_multipart_upload(Bucket=bucket, Key=key, **options)
            where: Any = {"Bucket": bucket, "Key": key, "UploadId": created["UploadId"]}
    except AppError as error:
        return TrialResult(error)
    of_part = {name: value for name, value in options.items() if name.startswith("SSECustomer")}
    problem: AppError | None = None
    try:
        with translated(**about):
            client.upload_part(PartNumber=1, Body=_CONTENT, **where, **of_part)
    except AppError as error:
        problem = error
    return TrialResult(problem, _abort(client, where, about))


def _options(upload: TrialUpload) -> dict[str, Any]:
    if upload.sent is Sent.NOTHING:
        return {}
    if upload.sent is Sent.SSE_C:  # a key that nobody needs afterwards
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": secrets.token_bytes(32)}
    options = {"ServerSideEncryption": upload.sent.value}
    return {**options, "SSEKMSKeyId": upload.key} if upload.key else options


def _abort(
    client: S3Client,
    where: Any,  # noqa: ANN401 - bucket, key and upload ID
    about: Mapping[str, str],
) -> AppError | None:
    try:
        with translated(**about):
            client.abort_multipart_upload(**where)
    except AppError as error:
        return AppError(
            text("The test upload is still in the bucket"),
            text("{key}: {reason}", key=about["key"], reason=str(error)),
            text("Once the policy allows it, abort it among the incomplete uploads."),
            code="TestObjectLeft",
        )
    return None


def has_replication(client: S3Client, bucket: str) -> bool:
    """Whether new objects may be copied to other buckets. Raises AppError where it isn't known.

    (GetBucketReplication; a server that doesn't know the operation has none.)
    """
    with translated(bucket=bucket):
        try:
            found: Any = client.get_bucket_replication(Bucket=bucket)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            code = error.response["Error"]["Code"]
            if code == "ReplicationConfigurationNotFoundError" or status == 501:
                return False
            raise
    # A server that ignores the query returns something else.
    return bool((found.get("ReplicationConfiguration") or {}).get("Rules"))

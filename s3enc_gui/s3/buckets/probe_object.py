"""Writes a test object and removes it again: whether uploads to a bucket work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from botocore.exceptions import ClientError

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.transport.responses import read_status

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONTENT = b"Test of a connection by S3enc. This object can be deleted.\n"
_NO_LOCK = frozenset({"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"})


@dataclass(frozen=True, slots=True)
class ProbeObject:
    """How the test object was stored; `left` is why it is still there."""

    key: str
    status: EncryptionStatus
    left: AppError | None = None


def has_object_lock(client: S3Client, bucket: str) -> bool:
    """Whether objects may be locked. Raises AppError where it can't be read.

    (GetObjectLockConfiguration; a server that doesn't know the operation has no locks.)
    """
    with translated(bucket=bucket):
        try:
            response: Any = client.get_object_lock_configuration(Bucket=bucket)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if error.response["Error"]["Code"] in _NO_LOCK or status == 501:
                return False
            raise
    return (response.get("ObjectLockConfiguration") or {}).get("ObjectLockEnabled") == "Enabled"


def write_probe_object(client: S3Client, bucket: str, prefix: str) -> ProbeObject:
    """Write an object under a name of its own, read its status and delete exactly it.

    Raises AppError where it can't be written or read; it is deleted then, too.
    """
    key = f"{prefix}s3enc-test-{uuid4().hex}.txt"
    with translated(bucket=bucket, key=key):
        # Nothing asks for a condition: the name is random.
        put: Any = client.put_object(Bucket=bucket, Key=key, Body=_CONTENT)
    left: AppError | None = None
    try:
        with translated(bucket=bucket, key=key):
            status = read_status(client.head_object(Bucket=bucket, Key=key))
    finally:
        left = delete_probe(client, bucket, key, put.get("VersionId"))
    return ProbeObject(key, status, left)


def delete_probe(client: S3Client, bucket: str, key: str, version: str | None) -> AppError | None:
    """Delete the object by its version; return why it is still there. Blocks."""
    parameters: Any = {"VersionId": version} if version else {}
    try:
        with translated(bucket=bucket, key=key):
            client.delete_object(Bucket=bucket, Key=key, **parameters)
    except AppError as error:
        return AppError(
            text("The test object is still in the bucket"),
            text("{key}: {reason}", key=key, reason=str(error)),
            text("Delete it by hand."),
            code="TestObjectLeft",
        )
    return None

"""Whether versioning is enabled for a bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.translation import translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

STATES = {
    None: Versioning.OFF,
    "Enabled": Versioning.ENABLED,
    "Suspended": Versioning.SUSPENDED,
}


def versioning(client: S3Client, bucket: str) -> Versioning | None:
    """Return the state of versioning, None where it isn't known. Blocks; raises nothing.

    Access points don't support the operation.
    """
    if is_access_point(bucket):
        return None
    try:
        return read_versioning(client, bucket)
    except AppError:
        return None


def read_versioning(client: S3Client, bucket: str) -> Versioning:
    """Return the state of versioning (GetBucketVersioning). Raises AppError.

    A bucket that was never versioned has no status (S3 API Reference, GetBucketVersioning).
    """
    try:
        with translated(bucket=bucket):
            response = client.get_bucket_versioning(Bucket=bucket)
    except AppError as error:
        if error.code in ("NotImplemented", "501"):  # a server without the operation has none
            return Versioning.OFF
        raise
    state = STATES.get(response.get("Status"))
    if state is None:
        raise unreadable("GetBucketVersioning")
    return state

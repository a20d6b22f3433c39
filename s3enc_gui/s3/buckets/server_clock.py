"""The time of the server's clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.times import http_time
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def server_time(client: S3Client, bucket: str) -> datetime | None:
    """Return the Date of a response (HeadBucket); None without one. Raises AppError."""
    with translated(bucket=bucket):
        response: Any = client.head_bucket(Bucket=bucket)
    return http_time(response["ResponseMetadata"]["HTTPHeaders"].get("date", ""))

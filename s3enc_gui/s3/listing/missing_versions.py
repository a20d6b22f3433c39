"""Checks whether a listing of versions is complete: some servers omit versions between pages.

SeaweedFS 4.48 listed 855 of 1,440 versions in five folders, in order and without an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import Name
from s3enc_gui.i18n import text
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.transport.responses import read_date

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def check_versions(
    client: S3Client, bucket: str, prefix: str, names: Iterable[Name], started: datetime
) -> None:
    """Raise AppError where a listed object isn't among the listed versions; blocks.

    `names` are those of all versions listed since `started` (by this computer's clock); objects
    written since then needn't be among them. Not checked on AWS. Keys whose latest version is a
    delete marker can't be checked.
    """
    if is_amazon(client.meta.endpoint_url):
        return
    known = {hash(name if isinstance(name, str) else name[0]) for name in names}
    since = started + _clock_difference(client, bucket)
    for page in object_pages(client, bucket, prefix, ""):
        for one in page.objects:
            is_old = one.modified is None or one.modified < since
            if is_old and hash(one.key) not in known:
                raise _omitted(one.key)


def _clock_difference(client: S3Client, bucket: str) -> timedelta:
    """Return how far the server's clock is ahead (Date header of a response)."""
    with translated(bucket=bucket):
        response: Any = client.list_objects_v2(Bucket=bucket, MaxKeys=1)
    now, server_time = datetime.now(UTC), read_date(response)
    return server_time - now if server_time else timedelta()


def _omitted(key: str) -> AppError:
    return AppError(
        text("The server's list of versions is incomplete"),
        text("“{key}” is in the bucket, but not in the server's list of versions.", key=key),
        text("Audit the current versions only (without --versions)."),
        code="VersionsLeftOut",
    )

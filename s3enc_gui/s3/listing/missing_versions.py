"""Whether a listing of versions left objects out: some servers lose them between its pages.

Seen of SeaweedFS 4.48: of 1,440 versions in five folders 855 came, in order and without an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import Name
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.s3.transport.responses import read_date

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def check_versions(
    client: S3Client, bucket: str, prefix: str, names: Iterable[Name], began: datetime
) -> None:
    """Raise AppError where an object is listed that is not among its versions; blocks.

    `names` are those of all versions that were listed since `began` (by this machine's clock).
    What was written since need not be among them. Amazon is believed. Of a key whose latest version
    is a delete marker nothing can be told so.
    """
    if is_amazon(client.meta.endpoint_url):
        return
    known = {hash(name if isinstance(name, str) else name[0]) for name in names}
    since = began + _ahead(client, bucket)
    for page in object_pages(client, bucket, prefix, ""):
        for one in page.objects:
            is_old = one.modified is None or one.modified < since
            if is_old and hash(one.key) not in known:
                raise _left_out(one.key)


def _ahead(client: S3Client, bucket: str) -> timedelta:
    """Return how far the server's clock is ahead of ours (the Date of an answer)."""
    with translated(bucket=bucket):
        answer: Any = client.list_objects_v2(Bucket=bucket, MaxKeys=1)
    now, theirs = datetime.now(UTC), read_date(answer)
    return theirs - now if theirs else timedelta()


def _left_out(key: str) -> AppError:
    return AppError(
        "The server's listing of versions is incomplete",
        f"“{key}” is in the bucket, but not among the versions that the server lists.",
        "Audit the latest versions only (without --versions).",
        code="VersionsLeftOut",
    )

"""An object's tags, read with care: not every server knows that question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.errors.translation import translated, unreadable
from s3enc_gui.s3.session.endpoints import is_amazon

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Ten tags of 128 and 256 letters, as XML in UTF-8 (userguide, object-tagging), are half of it.
_MOST = 64 * 1024


def with_tags(
    client: S3Client, details: ObjectDetails, version_id: str | None = None
) -> ObjectDetails:
    """Return the details with the object's tags (GetObjectTagging), or why there are none; blocks.

    `version_id` as it was asked for: to name a version takes s3:GetObjectVersionTagging, to name
    none only s3:GetObjectTagging. Nothing is raised.
    """
    try:
        return read_tags(client, details, version_id)
    except AppError as error:
        return replace(details, tags_refused=error.code or "Unknown")


def read_tags(client: S3Client, details: ObjectDetails, version_id: str | None) -> ObjectDetails:
    """Return the details with the object's tags, as `with_tags`. Raises AppError."""
    tags, version = _read(client, details.location, version_id)
    if version and details.version_id and version != details.version_id:
        return replace(details, tags_refused="ObjectChanged")  # they are another object's
    return replace(details, tags=tags)


def _read(
    client: S3Client, location: Location, version_id: str | None
) -> tuple[dict[str, str], str | None]:
    """Return the tags, and of which version they are. Raises AppError."""
    from botocore.parsers import ResponseParserError  # slow to import, as boto3 is

    request: Any = {"VersionId": version_id} if version_id else {}
    if not is_amazon(client.meta.endpoint_url):
        # A server that does not know `?tagging` sends the object itself: no more of it than this.
        client.meta.events.register(
            "before-call.s3.GetObjectTagging", _ask_for_a_piece, unique_id="s3enc-tags"
        )
    with translated(bucket=location.bucket, key=location.key):
        try:
            answer: Any = client.get_object_tagging(
                Bucket=location.bucket, Key=location.key, **request
            )
            tags = {tag["Key"]: tag["Value"] for tag in answer["TagSet"]}
        except (LookupError, TypeError, ResponseParserError) as error:
            raise unreadable("GetObjectTagging") from error
        return tags, answer.get("VersionId")


def _ask_for_a_piece(params: dict[str, Any], **_: object) -> None:
    params["headers"]["Range"] = f"bytes=0-{_MOST - 1}"

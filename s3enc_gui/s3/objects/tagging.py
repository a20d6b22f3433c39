"""Reads an object's tags; not every server supports it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import subject, translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Bytes; twice the XML of 10 tags of 128 + 256 characters in UTF-8 (S3 User Guide, object-tagging).
_MOST = 64 * 1024


def with_tags(
    client: S3Client, details: ObjectDetails, version_id: str | None = None
) -> ObjectDetails:
    """Return the details with the object's tags (GetObjectTagging), or with the error; blocks.

    `version_id` as it was requested: with a version, s3:GetObjectVersionTagging is needed, without
    one s3:GetObjectTagging. Raises nothing.
    """
    try:
        return read_tags(client, details, version_id)
    except AppError as error:
        return without_tags(details, error)


def without_tags(details: ObjectDetails, error: AppError) -> ObjectDetails:
    """Return the details with the error for which they have no tags."""
    return replace(details, tags_refused=error.code or "Unknown")


def read_tags(client: S3Client, details: ObjectDetails, version_id: str | None) -> ObjectDetails:
    """Return the details with the object's tags, as `with_tags`. Raises AppError."""
    tags, version = _read(client, details.location, version_id)
    if version and details.version_id and version != details.version_id:
        return replace(details, tags_refused="ObjectChanged")  # tags of another version
    return replace(details, tags=tags)


def _read(
    client: S3Client, location: Location, version_id: str | None
) -> tuple[dict[str, str], str | None]:
    """Return the tags and their version id. Raises AppError."""
    from botocore.parsers import ResponseParserError  # slow to import, as boto3 is

    request: Any = {"VersionId": version_id} if version_id else {}
    if not is_amazon(client.meta.endpoint_url):
        # A server that ignores `?tagging` returns the object itself; the range limits it.
        client.meta.events.register(
            "before-call.s3.GetObjectTagging", _add_range, unique_id="s3enc-tags"
        )
    named: Any = {"Bucket": location.bucket, "Key": location.key, **request}
    with translated(**subject(named)):
        try:
            response: Any = client.get_object_tagging(**named)
            tags = {tag["Key"]: tag["Value"] for tag in response["TagSet"]}
        except (LookupError, TypeError, ResponseParserError) as error:
            raise unreadable("GetObjectTagging") from error
        return tags, response.get("VersionId")


def _add_range(params: dict[str, Any], **_: object) -> None:
    params["headers"]["Range"] = f"bytes=0-{_MOST - 1}"

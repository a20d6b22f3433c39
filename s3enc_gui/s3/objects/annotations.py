"""Reads the names of an object's annotations (ListObjectAnnotations).

Only Amazon S3 is asked, and never for objects that can't have any: other servers may take the
request for one for the object itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.encryption.object_details import Annotation, ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import subject, translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

OPERATION = "ListObjectAnnotations"
_DIRECTORY_BUCKETS = ("--x-s3", "--xa-s3")  # they have no annotations
_MOST_PAGES = 10  # an object has up to 1,000 annotations, which are one page
_OF_OBJECTS = frozenset({"etag", "accept-ranges", "content-range"})  # headers of GetObject


def can_have_annotations(client: S3Client, details: ObjectDetails) -> bool:
    """Whether Amazon S3 may have annotations of this object; those with SSE-C have none."""
    bucket, key = details.location.bucket, details.location.key
    return (
        is_amazon(client.meta.endpoint_url)
        and not bucket.endswith(_DIRECTORY_BUCKETS)
        and not details.status.customer_algorithm
        and bool(key)
    )


def with_annotations(
    client: S3Client, details: ObjectDetails, version_id: str | None = None
) -> ObjectDetails:
    """Return the details with the object's annotations, or with the error; blocks.

    `version_id` as it was requested. Raises nothing; asks nothing where there can't be any.
    """
    if not can_have_annotations(client, details):
        return details
    try:
        return read_annotations(client, details, version_id)
    except AppError as error:
        return replace(details, annotations_refused=error.code or "Unknown")


def read_annotations(
    client: S3Client, details: ObjectDetails, version_id: str | None
) -> ObjectDetails:
    """Return the details with the object's annotations; see `with_annotations`. Raises AppError."""
    location = details.location
    params: dict[str, Any] = {"Bucket": location.bucket, "Key": location.key}
    if version_id:
        params["VersionId"] = version_id
    found: list[Annotation] = []
    for _ in range(_MOST_PAGES):
        response = _page(client, params)
        version = response.get("ObjectVersionId")
        if version and details.version_id and version != details.version_id:
            return replace(details, annotations_refused="ObjectChanged")
        found += [_annotation(one) for one in response.get("Annotations") or ()]
        token = response.get("NextContinuationToken")
        if not token:
            break
        params["ContinuationToken"] = token
    return replace(details, annotations=tuple(found))


def _page(client: S3Client, params: dict[str, Any]) -> Any:  # noqa: ANN401 - not in the stubs
    """Return one page. Raises AppError, also where the response is the object itself."""
    from botocore.parsers import ResponseParserError  # slow to import

    with translated(**subject(params)):
        try:
            response: Any = client.list_object_annotations(**params)
        except ResponseParserError as error:
            raise unreadable(OPERATION) from error
    headers = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    if _OF_OBJECTS & {name.lower() for name in headers}:
        raise unreadable(OPERATION)
    return response


def _annotation(fields: dict[str, Any]) -> Annotation:
    size = fields.get("Size")
    return Annotation(
        fields.get("AnnotationName") or "",
        size if isinstance(size, int) else -1,
        fields.get("LastModified"),
    )

"""What is in a bucket, page by page (ListObjectsV2, ListObjectVersions).

botocore asks for keys in URL encoding and decodes them, so that a key may hold anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from sys import intern
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject, Page
from s3enc_gui.s3.answers import read_etag
from s3enc_gui.s3.errors import translated, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NO_VERSION = "null"  # the version id of what was written while versioning was off

_Markers = dict[str, str]
"""Where the next page begins, as parameters."""


def object_pages(
    client: S3Client, bucket: str, prefix: str = "", delimiter: str = "/", *, after: str = ""
) -> Iterator[Page]:
    """Yield the objects under a prefix as they are now; blocks at each page.

    With a delimiter only those directly there, and the prefixes below; an object may be called like
    the prefix itself. `after` is the key behind which it begins. A page may be empty. Raises
    AppError, also where the listing cannot be complete: code `RepeatedToken` or `MissingToken`.
    """
    begin = {"StartAfter": after} if after else {}
    wish = _named(bucket, prefix, delimiter)
    return _pages("ListObjectsV2", client.list_objects_v2, _read_objects, wish, begin)


def version_pages(
    client: S3Client,
    bucket: str,
    prefix: str = "",
    delimiter: str = "/",
    *,
    after: tuple[str, str] = ("", ""),
) -> Iterator[Page]:
    """Yield all versions and delete markers, by their keys and the newest first.

    As `object_pages` else; `after` is a key and the id of one of its versions.
    """
    names = ("KeyMarker", "VersionIdMarker")
    begin = {name: value for name, value in zip(names, after, strict=True) if value}
    wish = _named(bucket, prefix, delimiter)
    return _pages("ListObjectVersions", client.list_object_versions, _read_versions, wish, begin)


def _named(bucket: str, prefix: str, delimiter: str) -> dict[str, str]:
    wish = {"Bucket": bucket, "Prefix": prefix, "Delimiter": delimiter}
    return {name: value for name, value in wish.items() if value}


def _pages(
    name: str,
    operation: Callable[..., Any],
    read: Callable[[Mapping[str, Any]], tuple[list[ListedObject], _Markers]],
    wish: Mapping[str, str],
    markers: _Markers,
) -> Iterator[Page]:
    seen: set[int] = set()
    last_prefix = ""
    while True:
        with _understood(name, wish["Bucket"]):
            answer: Mapping[str, Any] = operation(**wish, **markers)
            objects, markers = read(answer)
            prefixes = [entry["Prefix"] for entry in answer.get("CommonPrefixes", ())]
        if prefixes and prefixes[0] == last_prefix:  # several servers begin where they ended
            del prefixes[0]
        last_prefix = prefixes[-1] if prefixes else last_prefix
        yield Page(tuple(prefixes), tuple(objects))
        if not answer.get("IsTruncated"):
            return
        if not markers:
            raise _incomplete("says that there is more, but not where it goes on", "MissingToken")
        place = hash(frozenset(markers.items()))
        if place in seen:
            raise _incomplete("gives the same page over and over", "RepeatedToken")
        seen.add(place)


@contextmanager
def _understood(name: str, bucket: str) -> Iterator[None]:
    """Raise AppError for errors, and for answers that are no listing."""
    from botocore.parsers import ResponseParserError  # slow to import, as boto3 is

    with translated(bucket=bucket):
        try:
            yield
        except (AttributeError, LookupError, TypeError, ResponseParserError) as error:
            raise unreadable(name) from error


def _incomplete(what: str, code: str) -> AppError:
    return AppError(
        "The listing is incomplete",
        f"The server {what}.",
        "This is a mistake of the server: there may be more than what was listed.",
        code,
    )


def _read_objects(answer: Mapping[str, Any]) -> tuple[list[ListedObject], _Markers]:
    token = answer.get("NextContinuationToken")
    objects = [ListedObject(*_read(entry)) for entry in answer.get("Contents", ())]
    return objects, {"ContinuationToken": token} if token else {}


def _read_versions(answer: Mapping[str, Any]) -> tuple[list[ListedObject], _Markers]:
    versions = [_version(entry) for entry in answer.get("Versions", ())]
    versions += [_marker(entry) for entry in answer.get("DeleteMarkers", ())]
    # Where the next thing is a prefix there is no version to go on from.
    markers = {"KeyMarker": "NextKeyMarker", "VersionIdMarker": "NextVersionIdMarker"}
    given = {name: answer.get(by) for name, by in markers.items()}
    return sorted(versions, key=_by_age), {name: value for name, value in given.items() if value}


def _read(entry: Mapping[str, Any]) -> tuple[str, int, datetime | None, str, str]:
    """Return key, size, date, ETag and storage class; several servers leave some of them out."""
    return (
        entry["Key"],
        entry.get("Size") or 0,
        entry.get("LastModified"),
        read_etag(entry),
        intern(entry.get("StorageClass") or "STANDARD"),  # one text for a million objects
    )


def _version(entry: Mapping[str, Any]) -> ListedObject:
    version = entry.get("VersionId") or NO_VERSION
    return ListedObject(*_read(entry), version, bool(entry.get("IsLatest")))


def _marker(entry: Mapping[str, Any]) -> ListedObject:
    version = entry.get("VersionId") or NO_VERSION
    return ListedObject(*_read(entry), version, bool(entry.get("IsLatest")), is_delete_marker=True)


def _by_age(version: ListedObject) -> tuple[str, bool, float]:
    """Order as S3 does: botocore hands versions and delete markers over apart."""
    age = -version.modified.timestamp() if version.modified else 0.0
    return version.key, not version.is_latest, age

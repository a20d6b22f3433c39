"""What is in a bucket, page by page (ListObjectsV2, ListObjectVersions).

botocore asks for keys in URL encoding and decodes them, so that a key may hold anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import le
from sys import intern
from typing import TYPE_CHECKING, Any

from s3enc_gui.domain.error_codes import CRASHES, DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import (
    NO_VERSION,
    START,
    ListedObject,
    ListingNotice,
    Page,
    Position,
)
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.s3.errors.translation import translated, unreadable
from s3enc_gui.s3.listing.key_encoding import SPELLING
from s3enc_gui.s3.listing.order import ListingOrder, SeenEntries, incomplete, is_sorted
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.s3.transport.mixed_transport import DIRECTORY_BUCKET
from s3enc_gui.s3.transport.responses import read_etag

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NOT_LISTED = DENIED | {"NoSuchBucket", "404"}

_Markers = dict[str, str]
"""Where the next page begins, as parameters."""


@dataclass(frozen=True, slots=True)
class _ListResponse:
    """What an answer holds; `ordered`: its objects came in the order of keys."""

    prefixes: list[str]
    objects: list[ListedObject]
    next: Position
    is_last: bool
    ordered: bool = True


def object_pages(
    client: S3Client,
    bucket: str,
    prefix: str = "",
    delimiter: str = "/",
    *,
    after: Position = START,
    given: SeenEntries | None = None,
) -> Iterator[Page]:
    """Yield the objects under a prefix as they are now; blocks at each page.

    With a delimiter only those directly there, and the prefixes below; an object may be called like
    the prefix itself. A page may be empty. `after` is the `Page.next` where it goes on, `given`
    what was given before: with it, a listing that the server cannot resume begins anew, and gives
    only what is new.

    Raises AppError, also where the listing cannot be complete: code `RepeatedToken`, `MissingToken`
    or `ListingDisorder`; `NotResumable` where it can go on only from the beginning;
    `ListingOutside` where the server lists what is not below the prefix.
    """
    names = ("ContinuationToken", "", "StartAfter")
    asking = _ListOperation(client, "ListObjectsV2", client.list_objects_v2, _read_objects, names)
    return _pages(asking, _named(bucket, prefix, delimiter), after, given)


def version_pages(
    client: S3Client,
    bucket: str,
    prefix: str = "",
    delimiter: str = "/",
    *,
    after: Position = START,
    given: SeenEntries | None = None,
) -> Iterator[Page]:
    """Yield all versions and delete markers, by their keys and the newest first.

    As `object_pages` else.
    """
    names = ("KeyMarker", "VersionIdMarker", "KeyMarker")
    asking = _ListOperation(
        client, "ListObjectVersions", client.list_object_versions, _read_versions, names
    )
    return _pages(asking, _named(bucket, prefix, delimiter), after, given)


def page_reader(*, versions: bool) -> Callable[..., Iterator[Page]]:
    """Return `version_pages` or `object_pages`; both take the same arguments."""
    return version_pages if versions else object_pages


def _named(bucket: str, prefix: str, delimiter: str) -> dict[str, str]:
    params = {"Bucket": bucket, "Prefix": prefix, "Delimiter": delimiter}
    return {name: value for name, value in params.items() if value}


@dataclass(frozen=True, slots=True)
class _ListOperation:
    """An operation that lists; `parameters` are those for a token, a version and a key."""

    client: S3Client
    name: str
    operation: Callable[..., Any]
    read: Callable[[Mapping[str, Any]], _ListResponse]
    parameters: tuple[str, str, str]

    def begin(
        self, params: Mapping[str, str], after: Position, *, may_restart: bool
    ) -> tuple[_ListResponse, tuple[ListingNotice, ...]]:
        """Return the first page from a position on: by its token, else by its key, else anew.

        A key tells where it goes on only where the order of keys is promised: that pages came in
        order so far says nothing of those to come.
        """
        if after.token or after == START:
            try:
                return self.ask(params, self.by_token(after)), ()
            except AppError as error:
                if not after.token or not _may_be_refusal(error):
                    raise
        if after.key and is_amazon(self.client.meta.endpoint_url) and not _is_directory(params):
            return self.ask(params, self.by_key(after)), ()
        if may_restart:
            return self.ask(params, {}), (ListingNotice.ANEW,)
        raise _not_resumable()

    def ask(self, params: Mapping[str, str], markers: _Markers) -> _ListResponse:
        """Return a page. Raises AppError."""
        with _understood(self.name, params["Bucket"]):
            answer = self.operation(**params, **markers)
            if SPELLING in answer:
                prefix = params.get("Prefix", "")
                answer[SPELLING].settle(self.client, params["Bucket"], answer, prefix)
            return self.read(answer)

    def by_token(self, position: Position) -> _Markers:
        """Return where a page begins, in the server's own words."""
        values = (position.token, position.version if position.token else "")
        return {name: value for name, value in zip(self.parameters, values, strict=False) if value}

    def by_key(self, position: Position) -> _Markers:
        """Return where a page begins by the order of keys."""
        values = ("", "" if position.token else position.version, position.key)
        return {name: value for name, value in zip(self.parameters, values, strict=True) if value}


def _pages(
    asking: _ListOperation, params: Mapping[str, str], after: Position, given: SeenEntries | None
) -> Iterator[Page]:
    order = ListingOrder(given or SeenEntries(), after, unordered=_is_directory(params))
    answer, anew = asking.begin(params, after, may_restart=given is not None)
    if after == START and given is not None and not given.is_empty:
        anew = (ListingNotice.ANEW,)
    if anew:
        order.restart()
    seen: set[int] = set()
    while True:
        prefixes, objects, notices = order.take(
            answer.prefixes, answer.objects, ordered=answer.ordered
        )
        following = None if answer.is_last else order.position(answer.next)
        page = Page(tuple(prefixes), tuple(objects), following, order.in_order, (*anew, *notices))
        _check_below(params.get("Prefix", ""), page)
        yield page
        if following is None:
            return
        anew = ()
        if not following.token:
            raise incomplete("says that there is more, but not where it goes on", "MissingToken")
        place = hash((following.token, following.version))
        if place in seen:
            raise incomplete("gives the same page over and over", "RepeatedToken")
        seen.add(place)
        answer = asking.ask(params, asking.by_token(following))


def _check_below(prefix: str, page: Page) -> None:
    """Raise AppError where a server lists what was not asked for: it would be deleted, or moved.

    Of names in order the first and the last tell for all.
    """
    step = max(1, len(page.objects) - 1) if page.in_order else 1
    for name in (*page.prefixes, *(one.key for one in page.objects[::step])):
        if not name.startswith(prefix):
            raise AppError(
                "The server listed objects outside the folder",
                f"It was asked for “{prefix}” and listed “{name}”.",
                "This is a fault of the server. Nothing is done with what it listed.",
                "ListingOutside",
            )


def _is_directory(params: Mapping[str, str]) -> bool:
    return params["Bucket"].endswith(DIRECTORY_BUCKET)


def _may_be_refusal(error: AppError) -> bool:
    """Whether a token may be what is wrong: some servers crash at one they do not know."""
    if error.code in CRASHES:
        return True
    return not outage_kind_of(error) and not concerns_all(error) and error.code not in _NOT_LISTED


def _not_resumable() -> AppError:
    return AppError(
        "The listing cannot be resumed",
        "The server no longer accepts its own continuation token, and lists keys out of order.",
        "List it again from the beginning.",
        "NotResumable",
    )


@contextmanager
def _understood(name: str, bucket: str) -> Iterator[None]:
    """Raise AppError for errors, and for answers that are no listing."""
    from botocore.parsers import ResponseParserError  # slow to import, as boto3 is

    with translated(bucket=bucket):
        try:
            yield
        except (AttributeError, LookupError, TypeError, ResponseParserError) as error:
            raise unreadable(name) from error


def _read_objects(answer: Mapping[str, Any]) -> _ListResponse:
    objects = [ListedObject(*_read(entry)) for entry in answer.get("Contents", ())]
    position = Position(token=answer.get("NextContinuationToken") or "")
    return _ListResponse(_prefixes(answer), objects, position, not answer.get("IsTruncated"))


def _read_versions(answer: Mapping[str, Any]) -> _ListResponse:
    versions = [_version(entry) for entry in answer.get("Versions", ())]
    markers = [_marker(entry) for entry in answer.get("DeleteMarkers", ())]
    ordered = all(is_sorted([one.key for one in kind], le) for kind in (versions, markers))
    # Where the next thing is a prefix there is no version to go on from.
    position = Position(
        version=answer.get("NextVersionIdMarker") or "", token=answer.get("NextKeyMarker") or ""
    )
    objects = sorted(versions + markers, key=_by_age)
    is_last = not answer.get("IsTruncated")
    return _ListResponse(_prefixes(answer), objects, position, is_last, ordered)


def _prefixes(answer: Mapping[str, Any]) -> list[str]:
    return [entry["Prefix"] for entry in answer.get("CommonPrefixes", ())]


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

"""Lists objects and versions page by page (ListObjectsV2, ListObjectVersions).

botocore requests url-encoded keys, so that a key may contain any character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from operator import le
from sys import intern
from typing import TYPE_CHECKING, Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.error_codes import CRASHES, DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import (
    NO_VERSION,
    START,
    UNKNOWN_SIZE,
    ListedObject,
    ListingNotice,
    Page,
    Position,
)
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.i18n import text
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import translated, unreadable
from s3enc_gui.s3.listing.key_encoding import ENCODING
from s3enc_gui.s3.listing.order import ListingOrder, SeenEntries, incomplete, is_sorted
from s3enc_gui.s3.transport.mixed_transport import DIRECTORY_BUCKET
from s3enc_gui.s3.transport.responses import read_etag

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NOT_LISTED = DENIED | {"NoSuchBucket", "404"}

_Markers = dict[str, str]
"""The parameters for the next page."""


@dataclass(frozen=True, slots=True)
class _ListResponse:
    """A parsed page; `ordered`: its objects were in the order of keys."""

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
    seen: SeenEntries | None = None,
) -> Iterator[Page]:
    """Yield pages of the objects under a prefix; blocks at each page.

    With a delimiter, only objects directly under it and common prefixes. A page may be empty. To
    resume a listing, `after` is the last `Page.next` and `seen` the entries listed before: if the
    server can't resume it, it is listed again from the beginning without them.

    Raises AppError, also where the listing is incomplete: codes `RepeatedToken`, `MissingToken` and
    `ListingDisorder`; `NotResumable` where it can't be resumed; `ListingOutside` where the server
    lists objects that aren't under the prefix.
    """
    names = ("ContinuationToken", "", "StartAfter")
    operation = _ListOperation(
        client, "ListObjectsV2", client.list_objects_v2, _read_objects, names
    )
    return _pages(operation, _parameters(bucket, prefix, delimiter), after, seen)


def version_pages(
    client: S3Client,
    bucket: str,
    prefix: str = "",
    delimiter: str = "/",
    *,
    after: Position = START,
    seen: SeenEntries | None = None,
) -> Iterator[Page]:
    """Yield pages of all versions and delete markers, by key and newest first.

    Otherwise like `object_pages`.
    """
    names = ("KeyMarker", "VersionIdMarker", "KeyMarker")
    operation = _ListOperation(
        client, "ListObjectVersions", client.list_object_versions, _read_versions, names
    )
    return _pages(operation, _parameters(bucket, prefix, delimiter), after, seen)


def page_reader(*, versions: bool) -> Callable[..., Iterator[Page]]:
    """Return `version_pages` or `object_pages`."""
    return version_pages if versions else object_pages


def _parameters(bucket: str, prefix: str, delimiter: str) -> dict[str, str]:
    params = {"Bucket": bucket, "Prefix": prefix, "Delimiter": delimiter}
    return {name: value for name, value in params.items() if value}


@dataclass(frozen=True, slots=True)
class _ListOperation:
    """A list operation; `parameters` are its names for token, version marker and start key."""

    client: S3Client
    name: str
    operation: Callable[..., Any]
    read: Callable[[Mapping[str, Any]], _ListResponse]
    parameters: tuple[str, str, str]

    def begin(
        self, params: Mapping[str, str], after: Position, *, may_restart: bool
    ) -> tuple[_ListResponse, tuple[ListingNotice, ...]]:
        """Return the first page after a position: by token, else by key, else from the beginning.

        A key is used only on AWS, which guarantees the order: pages in order so far prove nothing.
        """
        if after.token or after == START:
            try:
                return self.page(params, self.by_token(after)), ()
            except AppError as error:
                if not after.token or not _may_be_refusal(error):
                    raise
        if after.key and is_amazon(self.client.meta.endpoint_url) and not _is_directory(params):
            return self.page(params, self.by_key(after)), ()
        if may_restart:
            return self.page(params, {}), (ListingNotice.RESTARTED,)
        raise _not_resumable()

    def page(self, params: Mapping[str, str], markers: _Markers) -> _ListResponse:
        """Return a page. Raises AppError."""
        with _readable(self.name, params["Bucket"]):
            response = self.operation(**params, **markers)
            if ENCODING in response:
                prefix = params.get("Prefix", "")
                response[ENCODING].decode(self.client, params["Bucket"], response, prefix)
            return self.read(response)

    def by_token(self, position: Position) -> _Markers:
        """Return the parameters for a page by its token."""
        values = (position.token, position.version if position.token else "")
        return {name: value for name, value in zip(self.parameters, values, strict=False) if value}

    def by_key(self, position: Position) -> _Markers:
        """Return the parameters for a page by the last key."""
        values = ("", "" if position.token else position.version, position.key)
        return {name: value for name, value in zip(self.parameters, values, strict=True) if value}


def _pages(
    operation: _ListOperation, params: Mapping[str, str], after: Position, seen: SeenEntries | None
) -> Iterator[Page]:
    order = ListingOrder(seen or SeenEntries(), after, unordered=_is_directory(params))
    response, restarted = operation.begin(params, after, may_restart=seen is not None)
    if after == START and seen is not None and not seen.is_empty:
        restarted = (ListingNotice.RESTARTED,)
    if restarted:
        order.restart()
    tokens: set[int] = set()
    while True:
        prefixes, objects, notices = order.check(
            response.prefixes, response.objects, ordered=response.ordered
        )
        following = None if response.is_last else order.position(response.next)
        page = Page(
            tuple(prefixes), tuple(objects), following, order.in_order, (*restarted, *notices)
        )
        _check_below(params.get("Prefix", ""), page)
        yield page
        if following is None:
            return
        restarted = ()
        if not following.token:
            reason = text("The server reported more objects, but no continuation token.")
            raise incomplete(reason, "MissingToken")
        token = hash((following.token, following.version))
        if token in tokens:
            raise incomplete(text("The server returned the same page again."), "RepeatedToken")
        tokens.add(token)
        response = operation.page(params, operation.by_token(following))


def _check_below(prefix: str, page: Page) -> None:
    """Raise AppError where the server lists other objects: they could be deleted or moved.

    If names are in order, the first and the last suffice.
    """
    step = max(1, len(page.objects) - 1) if page.in_order else 1
    for name in (*page.prefixes, *(one.key for one in page.objects[::step])):
        if not name.startswith(prefix):
            raise AppError(
                text("The server listed objects outside the folder"),
                text("The list of “{prefix}” contains “{key}”.", prefix=prefix, key=name),
                text("The problem is on the server. S3enc doesn't use this list."),
                "ListingOutside",
            )


def _is_directory(params: Mapping[str, str]) -> bool:
    return params["Bucket"].endswith(DIRECTORY_BUCKET)


def _may_be_refusal(error: AppError) -> bool:
    """Whether the token may be the cause: some servers return 500 for an unknown one."""
    if error.code in CRASHES:
        return True
    return not outage_kind_of(error) and not concerns_all(error) and error.code not in _NOT_LISTED


def _not_resumable() -> AppError:
    return AppError(
        text("The listing can't be resumed"),
        text("The server no longer accepts its own continuation token."),
        text("List it again from the beginning."),
        "NotResumable",
    )


@contextmanager
def _readable(name: str, bucket: str) -> Iterator[None]:
    """Raise AppError for errors, and for responses that aren't a listing."""
    from botocore.parsers import ResponseParserError  # slow to import, as boto3 is

    with translated(bucket=bucket):
        try:
            yield
        except (AttributeError, LookupError, TypeError, ResponseParserError) as error:
            raise unreadable(name) from error


def _read_objects(response: Mapping[str, Any]) -> _ListResponse:
    objects = [ListedObject(*_read(entry)) for entry in response.get("Contents", ())]
    position = Position(token=response.get("NextContinuationToken") or "")
    return _ListResponse(_prefixes(response), objects, position, not response.get("IsTruncated"))


def _read_versions(response: Mapping[str, Any]) -> _ListResponse:
    versions = [_version(entry) for entry in response.get("Versions", ())]
    markers = [_marker(entry) for entry in response.get("DeleteMarkers", ())]
    ordered = all(is_sorted([one.key for one in kind], le) for kind in (versions, markers))
    # There is no version marker if the next entry is a prefix.
    position = Position(
        version=response.get("NextVersionIdMarker") or "", token=response.get("NextKeyMarker") or ""
    )
    objects = sorted(versions + markers, key=_by_age)
    is_last = not response.get("IsTruncated")
    return _ListResponse(_prefixes(response), objects, position, is_last, ordered)


def _prefixes(response: Mapping[str, Any]) -> list[str]:
    return [entry["Prefix"] for entry in response.get("CommonPrefixes", ())]


def _read(entry: Mapping[str, Any]) -> tuple[str, int, datetime | None, str, str]:
    """Return key, size, date, ETag and storage class; some servers omit some of them."""
    return (
        entry["Key"],
        entry.get("Size", UNKNOWN_SIZE),
        entry.get("LastModified"),
        read_etag(entry),
        intern(entry.get("StorageClass") or "STANDARD"),  # saves memory
    )


def _version(entry: Mapping[str, Any]) -> ListedObject:
    version = entry.get("VersionId") or NO_VERSION
    return ListedObject(*_read(entry), version, bool(entry.get("IsLatest")))


def _marker(entry: Mapping[str, Any]) -> ListedObject:
    version = entry.get("VersionId") or NO_VERSION
    fields = _read({**entry, "Size": 0})
    return ListedObject(*fields, version, bool(entry.get("IsLatest")), is_delete_marker=True)


def _by_age(version: ListedObject) -> tuple[str, bool, float]:
    """Sort key in the order of S3; botocore returns versions and delete markers separately."""
    age = -version.modified.timestamp() if version.modified else 0.0
    return version.key, not version.is_latest, age

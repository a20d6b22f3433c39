"""What a deletion deletes: lists it, and checks that it is what the user has seen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from s3enc_gui.aio.outage_gate import Gate, OpenGate
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import NotDeleted
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject, ListingNotice, Page, Position, named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.i18n import text
from s3enc_gui.s3.copies.copy_bucket import changed
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.listing.order import SeenEntries
from s3enc_gui.s3.listing.pages import page_reader
from s3enc_gui.s3.listing.resumable_pages import ResumablePages
from s3enc_gui.s3.objects.deletion import Deleter
from s3enc_gui.s3.objects.inspection import explained
from s3enc_gui.s3.session.bucket_session import BucketSession
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag

T = TypeVar("T")
CONCURRENT_HEADS = 64  # HeadObject requests at a time


class Call(Protocol):
    """Calls a function that sends a request."""

    def __call__(self, function: Callable[[], T]) -> T:
        """Return what the function returns. Raises AppError."""
        ...


def call_once(function: Callable[[], T]) -> T:
    """Call a function without waiting for the end of an outage; see Call."""
    return function()


@dataclass(slots=True)
class DeletableObjects:
    """The objects of a bucket, listed and checked before they are deleted.

    Requests pass `gate`; after an outage, client and transport may be new ones.
    """

    deleter: Deleter
    transport: Transport
    key_encoding: KeyEncoding
    gate: Gate = field(default_factory=OpenGate)

    @classmethod
    def of(cls, at_bucket: BucketSession) -> DeletableObjects:
        """Return those of a bucket."""
        deleter = Deleter(at_bucket.client, at_bucket.bucket)
        return cls(deleter, at_bucket.transport, at_bucket.session.key_encoding(at_bucket.region))

    def use(self, at_bucket: BucketSession) -> None:
        """Send requests with another session from now on."""
        self.deleter.client, self.transport = at_bucket.client, at_bucket.transport
        self.key_encoding = at_bucket.session.key_encoding(at_bucket.region)

    async def not_deletable(
        self, unconfirmed: Sequence[ListedObject], listed: Sequence[ListedObject]
    ) -> list[NotDeleted]:
        """Return objects that changed since they were listed, and those with ambiguous names.

        Raises AppError if the server doesn't respond.
        """
        found = await self._check_all(self._changed, unconfirmed)
        if not self.key_encoding.is_known:
            changed_keys = {one.key for one in found}
            ambiguous = [
                one
                for one in listed
                if " " in one.key and one.key not in changed_keys and not _is_exact_marker(one)
            ]
            found += await self._check_all(self._not_found, ambiguous)
        return found

    async def _check_all(
        self,
        check: Callable[[ListedObject], Awaitable[NotDeleted | None]],
        objects: Sequence[ListedObject],
    ) -> list[NotDeleted]:
        found: list[NotDeleted | None] = []
        for start in range(0, len(objects), CONCURRENT_HEADS):
            found += await asyncio.gather(*map(check, objects[start : start + CONCURRENT_HEADS]))
        return [one for one in found if one]

    async def _head(self, key: str, version: str | None = None) -> Mapping[str, object]:
        async def head() -> Mapping[str, object]:
            try:
                return await self.transport.head_object(self.bucket, key, version)
            except AppError as error:
                place = Location(self.bucket, key)
                raise await explained(self.deleter.client, place, error) from error

        return await self.gate.run(head)

    async def _changed(self, listed: ListedObject) -> NotDeleted | None:
        """Return the error of a changed object; without permission to check, it is deleted."""
        bucket = self.bucket
        try:
            fields = await self._head(listed.key)
        except AppError as error:
            if outage_kind_of(error):
                raise
            return None
        if read_etag(fields) == listed.etag:
            return None
        return NotDeleted(listed.key, None, changed(Location(bucket, listed.key)))

    async def _not_found(self, listed: ListedObject) -> NotDeleted | None:
        """Return the error of a key with a space that may be a plus sign: no such object exists."""
        key, version = listed.key, listed.version_id
        try:
            await self._head(key, version)
        except AppError as error:
            if outage_kind_of(error):
                raise
            return (
                None
                if error.code == "405"
                else NotDeleted(key, version, _ambiguous_key(key, error))
            )
        return None

    def pages(
        self,
        objects: tuple[ObjectRef, ...],
        prefixes: tuple[str, ...],
        call: Call,
        report: Callable[[ListingNotice], None] = lambda _: None,
        *,
        versions: bool,
    ) -> Iterator[list[ListedObject]]:
        """Yield the entries to delete as they are listed; report notices of the listing.

        `call` calls a function that sends a request, and returns what it returns.
        """
        exact = [one for one in objects if one.version_id or not versions]
        if exact:
            yield [_as_listed(one) for one in exact]
        for one in objects:
            if versions and not one.version_id:
                yield from self._versions_of(one.key, call)
        for prefix in prefixes:
            for page in self._listed(prefix, call, versions=versions):
                for notice in page.notices:
                    report(notice)
                yield list(page.objects)

    def first_page(self, prefix: str, *, versions: bool) -> Page:
        """Return the first page of a listing; blocks. Raises AppError."""
        return next(page_reader(versions=versions)(self.deleter.client, self.bucket, prefix, ""))

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return self.deleter.bucket

    def _listed(self, prefix: str, call: Call, *, versions: bool) -> Iterator[Page]:
        def read(after: Position, seen: SeenEntries) -> Iterator[Page]:
            folder = self.deleter.client, self.bucket, prefix, ""
            return page_reader(versions=versions)(*folder, after=after, seen=seen)

        pages = ResumablePages(read)
        while page := call(pages.next):
            yield page

    def _versions_of(self, key: str, call: Call) -> Iterator[list[ListedObject]]:
        """Yield the versions of a key; listed before those of longer keys with that prefix."""
        for page in self._listed(key, call, versions=True):
            yield [one for one in page.objects if one.key == key]
            if page.in_order and any(one.key != key for one in page.objects):
                return


def _is_exact_marker(listed: ListedObject) -> bool:
    """Whether it is a delete marker with a version id, which is unique.

    HeadObject can't confirm it: servers respond 404 (SeaweedFS).
    """
    return listed.is_delete_marker and named_version(listed.version_id) is not None


def _ambiguous_key(key: str, error: AppError) -> AppError:
    return AppError(
        text("The object wasn't deleted"),
        text(
            "The server lists “{key}”, but can't find it under that name: {problem}.",
            key=key,
            problem=error.texts[0],
        ),
        text("The space may be a plus sign: this server doesn't encode keys as S3 does."),
        code="NameUnclear",
    )


def _as_listed(one: ObjectRef) -> ListedObject:
    return ListedObject(
        one.key,
        one.size,
        None,
        one.etag,
        version_id=one.version_id,
        is_latest=one.is_latest,
        is_delete_marker=one.is_marker,
    )

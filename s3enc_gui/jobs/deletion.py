"""Counts and deletes objects, prefixes and versions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef, check_prefix
from s3enc_gui.domain.deletion import MAX_KEPT, DeletionCount, DeletionResult, NotDeleted
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject, ListingNotice, named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets.versioning import versioning
from s3enc_gui.s3.copies.copy_bucket import changed
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.listing.pages import page_reader, version_pages
from s3enc_gui.s3.objects.deletion import BATCH, Deleter
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag

__all__ = ["CountObjects", "DeleteObjects"]

CONCURRENT_HEADS = 64  # HeadObject requests at a time


@dataclass(frozen=True, slots=True)
class CountObjects:
    """Count objects, and everything below prefixes; reports a DeletionCount after each page.

    With `versions`, all versions and delete markers count, otherwise the latest versions only.
    """

    connection: Connection
    bucket: str
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    versions: bool = False

    def run(self, context: Context) -> DeletionCount:
        """Return the count. Raises AppError if the bucket can't be listed, and Cancelled."""
        source = _Bucket.find(context.services.aws_session(self.connection), self.bucket)
        state = versioning(source.deleter.client, self.bucket)
        objects = size = markers = 0
        for listed in source.pages(self.objects, self.prefixes, versions=self.versions):
            context.checkpoint()
            deleted = sum(one.is_delete_marker for one in listed)
            objects, markers = objects + len(listed) - deleted, markers + deleted
            size += sum(one.known_size for one in listed)
            context.report(DeletionCount(objects, size, markers, state))
        return DeletionCount(objects, size, markers, state)


@dataclass(frozen=True, slots=True)
class DeleteObjects:
    """Delete objects, and everything below prefixes; reports Progress (objects), ListingNotice.

    An object with a version id: that version is deleted permanently. Without one, a bucket with
    versioning gets a delete marker; `all_versions` permanently deletes all versions and markers. An
    object whose ETag differs from the listed one is not deleted: the user hasn't seen it.
    """

    connection: Connection
    bucket: str
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    all_versions: bool = False

    def run(self, context: Context) -> DeletionResult:
        """Return the result, also if the deletion was canceled or failed halfway.

        Raises AppError if nothing was deleted.
        """
        for prefix in self.prefixes:
            check_prefix(prefix)
        source = _Bucket.find(context.services.aws_session(self.connection), self.bucket)
        count = failed = 0
        failures: list[NotDeleted] = []
        try:
            for done, failing in self._deleted(source, context):
                count, failed = count + done - len(failing), failed + len(failing)
                failures += failing[: MAX_KEPT - len(failures)]
                context.report(Progress(count + failed))
            left = 0 if failed else self._still_listed(source)
        except Cancelled:
            return DeletionResult(count, failed, tuple(failures), complete=False)
        except AppError as error:
            if not count:
                raise
            return DeletionResult(count, failed, tuple(failures), complete=False, error=error)
        return DeletionResult(count, failed, tuple(failures), left)

    def _deleted(self, source: _Bucket, context: Context) -> Iterator[tuple[int, list[NotDeleted]]]:
        # Objects below prefixes are listed now; these were listed earlier.
        listed_earlier = {one.key for one in self.objects if one.etag}
        pages = source.pages(
            self.objects, self.prefixes, context.report, versions=self.all_versions
        )
        for batch in _batches(entry for page in pages for entry in page):
            unconfirmed = [one for one in batch if one.key in listed_earlier and not one.version_id]
            skipped = context.services.run(source.not_deletable(unconfirmed, batch))
            if skipped:
                yield len(skipped), skipped
            excluded = {(one.key, one.version_id) for one in skipped}
            entries = [(one.key, one.version_id) for one in batch]
            deletable = [entry for entry in entries if entry not in excluded]
            yield from source.deleter.delete(deletable, context.checkpoint)

    def _still_listed(self, source: _Bucket) -> int:
        """Count what the first pages still list: some servers confirm deletions they don't do."""
        read_pages = page_reader(versions=self.all_versions)
        client = source.deleter.client
        return sum(
            len(next(read_pages(client, self.bucket, prefix, "")).objects)
            for prefix in self.prefixes
        )


@dataclass(frozen=True, slots=True)
class _Bucket:
    deleter: Deleter
    transport: Transport
    key_encoding: KeyEncoding

    @classmethod
    def find(cls, aws_session: AwsSession, bucket: str) -> _Bucket:
        at_bucket = aws_session.at(bucket)
        deleter = Deleter(at_bucket.client, bucket)
        return cls(deleter, at_bucket.transport, aws_session.key_encoding(at_bucket.region))

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

    async def _changed(self, listed: ListedObject) -> NotDeleted | None:
        """Return the error of a changed object; without permission to check, it is deleted."""
        bucket = self.deleter.bucket
        try:
            fields = await self.transport.head_object(bucket, listed.key)
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
            await self.transport.head_object(self.deleter.bucket, key, version)
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
        report: Callable[[ListingNotice], None] = lambda _: None,
        *,
        versions: bool,
    ) -> Iterator[list[ListedObject]]:
        """Yield the entries to delete as they are listed; report notices of the listing."""
        client, bucket = self.deleter.client, self.deleter.bucket
        exact = [one for one in objects if one.version_id or not versions]
        if exact:
            yield [_as_listed(one) for one in exact]
        for one in objects:
            if versions and not one.version_id:
                yield from self._versions_of(one.key)
        list_pages = page_reader(versions=versions)
        for prefix in prefixes:
            for page in list_pages(client, bucket, prefix, ""):
                for notice in page.notices:
                    report(notice)
                yield list(page.objects)

    def _versions_of(self, key: str) -> Iterator[list[ListedObject]]:
        """Yield the versions of a key; listed before those of longer keys with that prefix."""
        for page in version_pages(self.deleter.client, self.deleter.bucket, key, ""):
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


def _batches(listed: Iterable[ListedObject]) -> Iterator[list[ListedObject]]:
    batch: list[ListedObject] = []
    for one in listed:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

"""Counting what would be deleted, and deleting it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef, check_prefix
from s3enc_gui.domain.deletion import KEPT, DeletionCount, DeletionResult, NotDeleted
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject, ListingNotice, named_version
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.buckets.versioning import versioning
from s3enc_gui.s3.copies.copy_bucket import changed
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.listing.pages import page_reader, version_pages
from s3enc_gui.s3.objects.deletion import BATCH, Deleter
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.interface import Transport
from s3enc_gui.s3.transport.responses import read_etag

__all__ = ["CountObjects", "DeleteObjects"]

LOOKS = 64  # HeadObject requests at a time


@dataclass(frozen=True, slots=True)
class CountObjects:
    """Count objects, and all that is below prefixes; reports a Count after each page.

    With `versions` every version and delete marker counts, else the latest ones.
    """

    connection: Connection
    bucket: str
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    versions: bool = False

    def run(self, context: Context) -> DeletionCount:
        """Raises AppError where the bucket may not be listed, and Cancelled."""
        source = _Bucket.find(context.services.aws_session(self.connection), self.bucket)
        state = versioning(source.deleter.client, self.bucket)
        objects = size = markers = 0
        for listed in source.pages(self.objects, self.prefixes, versions=self.versions):
            context.checkpoint()
            gone = sum(one.is_delete_marker for one in listed)
            objects, markers = objects + len(listed) - gone, markers + gone
            size += sum(one.size for one in listed)
            context.report(DeletionCount(objects, size, markers, state))
        return DeletionCount(objects, size, markers, state)


@dataclass(frozen=True, slots=True)
class DeleteObjects:
    """Delete objects, and all that is below prefixes; reports Progress, in objects.

    An object with a version id: exactly that version, for good. Without, in a bucket with versions,
    a marker is put over it; `all_versions` deletes every version and marker for good. An object
    that is no longer the one that was listed (by its ETag) is left alone: nobody has seen it.
    Reports ListingNotice, too.
    """

    connection: Connection
    bucket: str
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    all_versions: bool = False

    def run(self, context: Context) -> DeletionResult:
        """Return what became of it, also when it was stopped or broke off half-way.

        Raises AppError where nothing was deleted.
        """
        for prefix in self.prefixes:
            check_prefix(prefix)
        source = _Bucket.find(context.services.aws_session(self.connection), self.bucket)
        count = failed = 0
        failures: list[NotDeleted] = []
        try:
            for done, failing in self._deleted(source, context):
                count, failed = count + done - len(failing), failed + len(failing)
                failures += failing[: KEPT - len(failures)]
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
        # What is below a prefix is listed just now; these were seen a while ago.
        seen = {one.key for one in self.objects if one.etag}
        pages = source.pages(
            self.objects, self.prefixes, context.report, versions=self.all_versions
        )
        for batch in _batches(entry for page in pages for entry in page):
            doubtful = [one for one in batch if one.key in seen and not one.version_id]
            others = context.services.run(source.left_alone(doubtful, batch))
            if others:
                yield len(others), others
            left_alone = {(other.key, other.version_id) for other in others}
            entries = [(one.key, one.version_id) for one in batch]
            wanted = [entry for entry in entries if entry not in left_alone]
            yield from source.deleter.delete(wanted, context.checkpoint)

    def _still_listed(self, source: _Bucket) -> int:
        """Return how many are on the first pages: what a server says it did is but a claim."""
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
    spelling: KeyEncoding

    @classmethod
    def find(cls, aws_session: AwsSession, bucket: str) -> _Bucket:
        region = config.bucket_region(aws_session.s3(), bucket)
        deleter = Deleter(aws_session.s3(region), bucket)
        return cls(deleter, aws_session.transport(region), aws_session.key_spelling(region))

    async def left_alone(
        self, doubtful: Sequence[ListedObject], listed: Sequence[ListedObject]
    ) -> list[NotDeleted]:
        """Return those that somebody wrote since they were listed, and those of unclear names.

        Raises AppError where there is no answer.
        """
        found = await self._all(self._changed, doubtful)
        if not self.spelling.is_known:
            left = {one.key for one in found}
            unclear = [
                one
                for one in listed
                if " " in one.key and one.key not in left and not _is_exact_marker(one)
            ]
            found += await self._all(self._unfound, unclear)
        return found

    async def _all(
        self,
        look: Callable[[ListedObject], Awaitable[NotDeleted | None]],
        objects: Sequence[ListedObject],
    ) -> list[NotDeleted]:
        found: list[NotDeleted | None] = []
        for start in range(0, len(objects), LOOKS):
            found += await asyncio.gather(*map(look, objects[start : start + LOOKS]))
        return [one for one in found if one]

    async def _changed(self, listed: ListedObject) -> NotDeleted | None:
        """Where nobody may look, the user's word counts."""
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

    async def _unfound(self, listed: ListedObject) -> NotDeleted | None:
        """A blank may have been a plus: nothing is deleted under a name that nobody found."""
        key, version = listed.key, listed.version_id
        try:
            await self.transport.head_object(self.deleter.bucket, key, version)
        except AppError as error:
            if outage_kind_of(error):
                raise
            return None if error.code == "405" else NotDeleted(key, version, _unclear(key, error))
        return None

    def pages(
        self,
        objects: tuple[ObjectRef, ...],
        prefixes: tuple[str, ...],
        tell: Callable[[ListingNotice], None] = lambda _: None,
        *,
        versions: bool,
    ) -> Iterator[list[ListedObject]]:
        """Yield what is meant, as it is listed, and tell what is unusual about a listing."""
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
                    tell(notice)
                yield list(page.objects)

    def _versions_of(self, key: str) -> Iterator[list[ListedObject]]:
        """Yield the versions of a key, which come before those of the keys that begin so."""
        for page in version_pages(self.deleter.client, self.deleter.bucket, key, ""):
            yield [one for one in page.objects if one.key == key]
            if page.in_order and any(one.key != key for one in page.objects):
                return


def _is_exact_marker(listed: ListedObject) -> bool:
    """Whether it is a delete marker with an id, which no object of another name has.

    A look cannot tell one from nothing: servers say 404 (SeaweedFS).
    """
    return listed.is_delete_marker and named_version(listed.version_id) is not None


def _unclear(key: str, error: AppError) -> AppError:
    return AppError(
        "The object was not deleted",
        f"The server lists “{key}”, but it was not found under that name: {error.title}.",
        "The space may stand for a plus sign: this server does not encode keys as S3 does.",
        "NameUnclear",
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

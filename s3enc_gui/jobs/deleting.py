"""Counting what would be deleted, and deleting it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copying import ObjectRef, check_prefix
from s3enc_gui.domain.deleting import KEPT, Count, Deleted, NotDeleted
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.progress import Progress
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3 import bucket_config, listing
from s3enc_gui.s3.cloud import Cloud
from s3enc_gui.s3.deleting import BATCH, Deleter, Entry
from s3enc_gui.s3.versioning import versioning

__all__ = ["CountObjects", "DeleteObjects"]


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

    def run(self, context: Context) -> Count:
        """Raises AppError where the bucket may not be listed, and Cancelled."""
        source = _Bucket.find(context.services.cloud(self.connection), self.bucket)
        state = versioning(source.deleter.client, self.bucket)
        objects = size = markers = 0
        for listed in source.pages(self.objects, self.prefixes, versions=self.versions):
            context.checkpoint()
            gone = sum(one.is_delete_marker for one in listed)
            objects, markers = objects + len(listed) - gone, markers + gone
            size += sum(one.size for one in listed)
            context.report(Count(objects, size, markers, state))
        return Count(objects, size, markers, state)


@dataclass(frozen=True, slots=True)
class DeleteObjects:
    """Delete objects, and all that is below prefixes; reports Progress, in objects.

    An object with a version id: exactly that version, for good. Without, in a bucket with versions,
    a marker is put over it; `all_versions` deletes every version and marker for good.
    """

    connection: Connection
    bucket: str
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    all_versions: bool = False

    def run(self, context: Context) -> Deleted:
        """Return what became of it, also when it was stopped. Raises AppError."""
        for prefix in self.prefixes:
            check_prefix(prefix)
        source = _Bucket.find(context.services.cloud(self.connection), self.bucket)
        count = failed = 0
        failures: list[NotDeleted] = []
        try:
            for done, failing in self._deleted(source, context.checkpoint):
                count, failed = count + done - len(failing), failed + len(failing)
                failures += failing[: KEPT - len(failures)]
                context.report(Progress(count + failed))
        except Cancelled:
            return Deleted(count, failed, tuple(failures), complete=False)
        left = 0 if failed else self._still_listed(source)
        return Deleted(count, failed, tuple(failures), left)

    def _deleted(
        self, source: _Bucket, checkpoint: Callable[[], None]
    ) -> Iterator[tuple[int, list[NotDeleted]]]:
        pages = source.pages(self.objects, self.prefixes, versions=self.all_versions)
        for entries in _batches(entry for page in pages for entry in page):
            yield from source.deleter.delete(entries, checkpoint)

    def _still_listed(self, source: _Bucket) -> int:
        """Return how many are on the first pages: what a server says it did is but a claim."""
        pages = listing.version_pages if self.all_versions else listing.object_pages
        client = source.deleter.client
        return sum(
            len(next(pages(client, self.bucket, prefix, "")).objects) for prefix in self.prefixes
        )


@dataclass(frozen=True, slots=True)
class _Bucket:
    deleter: Deleter

    @classmethod
    def find(cls, cloud: Cloud, bucket: str) -> _Bucket:
        region = bucket_config.bucket_region(cloud.s3(), bucket)
        return cls(Deleter(cloud.s3(region), bucket))

    def pages(
        self, objects: tuple[ObjectRef, ...], prefixes: tuple[str, ...], *, versions: bool
    ) -> Iterator[list[ListedObject]]:
        """Yield what is meant, as it is listed."""
        client, bucket = self.deleter.client, self.deleter.bucket
        exact = [one for one in objects if one.version_id or not versions]
        if exact:
            yield [_as_listed(one) for one in exact]
        for one in objects:
            if versions and not one.version_id:
                yield from self._versions_of(one.key)
        list_pages = listing.version_pages if versions else listing.object_pages
        for prefix in prefixes:
            for page in list_pages(client, bucket, prefix, ""):
                yield list(page.objects)

    def _versions_of(self, key: str) -> Iterator[list[ListedObject]]:
        """Yield the versions of a key, which come before those of the keys that begin so."""
        for page in listing.version_pages(self.deleter.client, self.deleter.bucket, key, ""):
            yield [one for one in page.objects if one.key == key]
            if any(one.key != key for one in page.objects):
                return


def _as_listed(one: ObjectRef) -> ListedObject:
    return ListedObject(one.key, one.size, None, one.etag, version_id=one.version_id)


def _batches(listed: Iterable[ListedObject]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for one in listed:
        batch.append((one.key, one.version_id))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

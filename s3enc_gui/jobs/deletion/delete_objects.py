"""Counts and deletes objects, prefixes and versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef, check_prefix
from s3enc_gui.domain.deletion import MAX_KEPT, DeletionCount, DeletionResult, NotDeleted
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.progress import Progress
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.deletion.deletable_objects import DeletableObjects, call_once
from s3enc_gui.jobs.waiting import Waits, waiting
from s3enc_gui.s3.buckets.versioning import versioning
from s3enc_gui.s3.objects.deletion import BATCH, MAX_MARKERS, Deleter

__all__ = ["CountObjects", "DeleteObjects"]


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
        at_bucket = context.services.aws_session(self.connection).at(self.bucket)
        source = DeletableObjects.of(at_bucket)
        state = versioning(source.deleter.client, self.bucket)
        objects = size = markers = 0
        for listed in source.pages(self.objects, self.prefixes, call_once, versions=self.versions):
            context.checkpoint()
            deleted = sum(one.is_delete_marker for one in listed)
            objects, markers = objects + len(listed) - deleted, markers + deleted
            size += sum(one.known_size for one in listed)
            context.report(DeletionCount(objects, size, markers, state))
        return DeletionCount(objects, size, markers, state)


@dataclass(frozen=True, slots=True)
class DeleteObjects:
    """Delete objects, and everything below prefixes; reports Progress (objects),
    ListingNotice and OutageChanged.

    An object with a version id: that version is deleted permanently. Without one, a bucket with
    versioning gets a delete marker; `all_versions` permanently deletes all versions and markers. An
    object whose ETag differs from the listed one is not deleted: the user hasn't seen it. An outage
    of `deadline` seconds ends it (None: that of the services).
    """

    connection: Connection
    bucket: str
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    all_versions: bool = False
    deadline: float | None = None

    def run(self, context: Context) -> DeletionResult:
        """Return the result, also if the deletion was canceled or failed halfway.

        Raises AppError if nothing was deleted.
        """
        for prefix in self.prefixes:
            check_prefix(prefix)
        at_bucket = context.services.aws_session(self.connection).at(self.bucket)
        source = DeletableObjects.of(at_bucket)
        deadline = context.services.deadline if self.deadline is None else self.deadline
        with waiting(context, at_bucket, source.use, deadline) as waits:
            source.gate = waits.gate
            result = self._delete(source, waits)
        return replace(result, markers=_markers(source.deleter))

    def _delete(self, source: DeletableObjects, waits: Waits) -> DeletionResult:
        count = failed = 0
        failures: list[NotDeleted] = []
        try:
            for done, failing in self._deleted(source, waits):
                count, failed = count + done - len(failing), failed + len(failing)
                failures += failing[: MAX_KEPT - len(failures)]
                waits.context.report(Progress(count + failed))
            left = 0 if failed else self._still_listed(source, waits)
        except Cancelled:
            return DeletionResult(count, failed, tuple(failures), complete=False)
        except AppError as error:
            if not count:
                raise
            return DeletionResult(count, failed, tuple(failures), complete=False, error=error)
        return DeletionResult(count, failed, tuple(failures), left)

    def _deleted(
        self, source: DeletableObjects, waits: Waits
    ) -> Iterator[tuple[int, list[NotDeleted]]]:
        # Objects below prefixes are listed now; these were listed earlier.
        listed_earlier = {one.key for one in self.objects if one.etag}
        report = waits.context.report
        pages = source.pages(
            self.objects, self.prefixes, waits.call, report, versions=self.all_versions
        )
        for batch in _batches(entry for page in pages for entry in page):
            unconfirmed = [one for one in batch if one.key in listed_earlier and not one.version_id]
            yield from self._delete_batch(source, waits, batch, unconfirmed)

    def _delete_batch(
        self,
        source: DeletableObjects,
        waits: Waits,
        batch: Sequence[ListedObject],
        unconfirmed: Sequence[ListedObject],
    ) -> Iterator[tuple[int, list[NotDeleted]]]:
        """Delete a batch but `unconfirmed` objects that changed.

        After an outage, however long, all that is left is confirmed before it goes on.
        """
        left, tries = {(one.key, one.version_id): one for one in batch}, 0
        while left:
            skipped = waits.context.services.run(
                source.not_deletable(unconfirmed, list(left.values()))
            )
            for one in skipped:
                left.pop((one.key, one.version_id), None)
            if skipped:
                yield len(skipped), skipped
            try:
                for done, failures in source.deleter.delete(list(left), waits.context.checkpoint):
                    for entry in done:
                        del left[entry]
                    tries = 0
                    yield len(done), failures
            except AppError as error:
                tries = waits.wait(error, tries)
                unconfirmed = [one for one in left.values() if not one.version_id and one.etag]

    def _still_listed(self, source: DeletableObjects, waits: Waits) -> int:
        """Count what the first pages still list: some servers confirm deletions they don't do."""
        return sum(
            len(waits.call(partial(source.first_page, one, versions=self.all_versions)).objects)
            for one in self.prefixes
        )


def _markers(deleter: Deleter) -> tuple[ObjectRef, ...]:
    """Return the delete markers that were added; none if not all could be kept."""
    if len(deleter.markers) > MAX_MARKERS:
        return ()
    return tuple(ObjectRef(key, version, is_marker=True) for key, version in deleter.markers)


def _batches(listed: Iterable[ListedObject]) -> Iterator[list[ListedObject]]:
    batch: list[ListedObject] = []
    for one in listed:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

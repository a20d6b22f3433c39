"""Runs a copy plan: lists its objects, and concurrently copies them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult, CopyTotals
from s3enc_gui.domain.copies.plan import CopyPlan, ObjectRef
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListingNotice, Page, Position
from s3enc_gui.domain.location import key_for
from s3enc_gui.domain.transient_errors import concerns_all, outage_kind_of
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_one import CopyOne
from s3enc_gui.s3.listing.order import SeenEntries
from s3enc_gui.s3.listing.pages import object_pages
from s3enc_gui.s3.listing.resumable_pages import ResumablePages

CONCURRENCY = 16  # objects at a time, with up to nine sequential requests each
LOOKAHEAD = 10_000  # objects listed ahead, so that the total is known early
MAX_FAILURES = 16  # outages in a row, after which the copy ends: the server can't be reached

Task = tuple[ObjectRef, str]
"""An object, and the key of its copy."""


class CopyRun:
    """One run of a plan, on the event loop."""

    def __init__(self, plan: CopyPlan, one: CopyOne) -> None:
        self._plan, self._source, self._one = plan, one.copiers.plain.source, one
        self._queue: asyncio.Queue[Task | None] = asyncio.Queue(LOOKAHEAD)
        self._stopped = False
        self._failures = 0
        self._error: AppError | None = None
        self._listed, self._listed_size = 0, 0
        self._all_listed = False
        self.totals = CopyTotals()
        self.size = 0
        self.on_progress: Callable[[], None] = lambda: None
        self.on_outcome: Callable[[CopyOutcome], None] = lambda _: None
        self.on_notice: Callable[[ListingNotice], None] = lambda _: None

    @property
    def total(self) -> int | None:
        """The number of objects; None until all are listed."""
        return self._listed if self._all_listed else None

    @property
    def total_size(self) -> int | None:
        """Their size in bytes; None until all are listed."""
        return self._listed_size if self._all_listed else None

    async def run(self, checkpoint: Callable[[], None]) -> CopyResult:
        """Copy everything. Raises AppError if nothing could be copied."""
        lister = asyncio.create_task(self._list(checkpoint))
        workers = [asyncio.create_task(self._work()) for _ in range(CONCURRENCY)]
        try:
            await asyncio.gather(lister, *workers)
        finally:
            for task in (lister, *workers):
                task.cancel()
        if self._error and not self.totals.count:
            raise self._error
        complete = not self._stopped
        return self.totals.result(complete=complete, error=self._error)

    async def _list(self, checkpoint: Callable[[], None]) -> None:
        """Put every object into the queue, then one end marker per worker."""
        try:
            for objects in self._objects():
                await self._enqueue(objects, checkpoint)
            for prefix in self._plan.prefixes:
                pages = ResumablePages(partial(self._pages, prefix))
                while page := await self._source.gate.run(partial(in_thread, pages.next)):
                    for notice in page.notices:
                        self.on_notice(notice)
                    root = self._plan.destination.root_of(prefix)
                    await self._enqueue(
                        [
                            (ObjectRef.of(one), key_for(root, one.key.removeprefix(prefix)))
                            for one in page.objects
                        ],
                        checkpoint,
                    )
            self._all_listed = True
            self.on_progress()
        except Cancelled:
            self._stopped = True
        except AppError as error:
            self._stop(error)
        for _ in range(CONCURRENCY):
            await self._queue.put(None)

    def _pages(self, prefix: str, after: Position, seen: SeenEntries) -> Iterator[Page]:
        source = self._source
        return object_pages(source.client, source.bucket, prefix, "", after=after, seen=seen)

    def _objects(self) -> Iterator[list[Task]]:
        yield [(one, self._plan.destination.root_of(one.key)) for one in self._plan.objects]

    async def _enqueue(self, tasks: list[Task], checkpoint: Callable[[], None]) -> None:
        for task in tasks:
            checkpoint()
            self._listed += 1
            self._listed_size += task[0].size
            await self._queue.put(task)

    async def _work(self) -> None:
        while task := await self._queue.get():
            if self._stopped:
                continue  # drains the queue, so that the lister isn't blocked
            outcome = await self._one.run(*task, self._copied)
            self._listed_size += outcome.size - task[0].size  # it may have been unknown
            if outcome.result is Result.CANCELLED:
                self._stopped = True
            self._check_outage(outcome.error)
            self.totals.add(outcome)
            self.on_outcome(outcome)
            self.on_progress()

    def _copied(self, size: int) -> None:
        self.size += size
        self.on_progress()

    def _check_outage(self, error: AppError | None) -> None:
        """Stop if no further object can be copied."""
        self._failures = self._failures + 1 if error and outage_kind_of(error) else 0
        if (error and concerns_all(error)) or self._failures >= MAX_FAILURES:
            self._stop(error)

    def _stop(self, error: AppError | None) -> None:
        self._stopped = True
        self._error = self._error or error

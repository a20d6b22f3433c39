"""Runs an audit: lists objects into its file, and concurrently checks the listed objects.

Memory: a page of the listing, a few thousand objects, and 8 bytes per listed object.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import field
from functools import partial
from time import monotonic

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.aio.task_group import cancel_all, poll
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.encryption.groups import GroupCount, Keys, Summary, explained, group_of
from s3enc_gui.domain.error_codes import CRASHES
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.progress import Speedometer
from s3enc_gui.domain.transient_errors import NOT_S3, concerns_all, outage_kind_of
from s3enc_gui.i18n import sentences, text
from s3enc_gui.jobs.audits.source import AuditSource, ListedPage
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.objects.status_reader import StatusReading
from s3enc_gui.store.audits.file import AuditFile

CHECK_INTERVAL = 0.05  # seconds between two checks for cancellation
REPORT_INTERVAL = 0.2  # seconds between two reports
SAVE_COUNT = 100  # results saved together: at most as many are lost and checked again
SAVE_INTERVAL = 1.0  # seconds after which fewer results are saved
BATCH = 2000  # objects read from the file at a time
MIN_REQUESTS, FIRST_REQUESTS, MAX_REQUESTS = 4, 32, 256  # in flight
MAX_CRASHES = 100  # server errors in a row, after which the audit is interrupted


@dataclass(frozen=True, slots=True)
class AuditProgress:
    """Progress of an audit; `rate` in objects per second, `remaining` in seconds.

    `total` is None until all objects are listed. `keys` are those looked up in KMS so far.
    """

    seen: int
    listed: int
    total: int | None
    rate: float | None
    remaining: float | None
    summary: Summary
    keys: Keys = field(default_factory=dict)


class AuditRun:
    """One run of an audit, on the event loop."""

    def __init__(
        self, file: AuditFile, source: AuditSource, context: Context, gate: OutageGate
    ) -> None:
        self._file, self._source, self._context, self._gate = file, source, context, gate
        self._pages: Iterator[ListedPage] | None = None
        facts = file.facts
        self._listed = facts.listed if facts else 0
        self._all_listed = bool(facts and facts.all_listed)
        self._more = asyncio.Event()
        self._adaptive_limit = AdaptiveLimit(MIN_REQUESTS, FIRST_REQUESTS, MAX_REQUESTS)
        self._running = 0
        self._stopping = False
        self._crashes = 0
        self._unsaved: list[tuple[int, StatusReading]] = []
        self._held: list[tuple[int, ListedObject, StatusReading]] = []
        self._saved_at = monotonic()
        self._group_counts = {
            one.group: (one.objects, one.bytes) for one in file.summary().group_counts
        }
        self._count = sum(objects for objects, _ in self._group_counts.values())
        self._keys = file.keys
        self._unnamed: asyncio.Queue[str | None] = asyncio.Queue()
        self._requested = set(self._keys)
        self._meter = Speedometer()

    async def run(self) -> None:
        """Run until every object is checked. Raises AppError or Cancelled; results are saved.

        In an outage, requests wait at the gate.
        """
        for key in self._unnamed_keys():
            self._request_name(key)
        works = (self._list(), self._check(), self._name())
        tasks = [asyncio.ensure_future(work) for work in works]
        reported = 0.0
        try:
            async for _ in poll(tasks, CHECK_INTERVAL):
                self._context.checkpoint()
                if monotonic() - reported >= REPORT_INTERVAL:
                    reported = monotonic()
                    self._report(reported)
            self._report(monotonic())
        finally:
            self._stopping = True  # calls in other threads suppress the cancellation of their task
            self._more.set()  # wakes up waiting tasks
            self._unnamed.put_nowait(None)
            await cancel_all(tasks)
            await in_thread(self._save)

    async def _list(self) -> None:
        if self._all_listed:
            return
        while not self._all_listed and not self._stopping:
            page = await self._gate.run(partial(in_thread, self._next_page))
            for notice in page.notices:
                self._context.report(notice)
            await in_thread(self._save_page, page)
            self._listed += len(page.objects)
            self._all_listed = page.last
            self._more.set()

    def _next_page(self) -> ListedPage:
        """Return the page that isn't in the file yet; blocks. Raises AppError."""
        pages = self._pages or self._source.pages(self._file.position)
        self._pages = None  # after an error, the listing is resumed
        page = next(pages)
        self._pages = pages
        return page

    def _save_page(self, page: ListedPage) -> None:
        self._file.add_listed(page.objects, page.next, page.delete_markers, last=page.last)

    async def _check(self) -> None:
        number = 0
        while not self._stopping:
            complete = self._all_listed  # read before the query: pages may be added meanwhile
            self._more.clear()
            batch = await in_thread(self._file.unseen, number, BATCH)
            if batch:
                number = batch[-1][0]
                await self._check_batch(batch)
            elif complete:
                break
            elif not self._all_listed and not self._stopping:
                await self._more.wait()
        if not self._stopping:
            self._count_held()
        await in_thread(self._save)
        self._unnamed.put_nowait(None)

    async def _check_batch(self, batch: list[tuple[int, ListedObject]]) -> None:
        left = iter(batch)
        self._running = 1
        try:
            async with asyncio.TaskGroup() as workers:
                workers.create_task(self._work(left, workers))
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        self._adaptive_limit.idle()

    async def _work(
        self, left: Iterator[tuple[int, ListedObject]], workers: asyncio.TaskGroup
    ) -> None:
        """Check one object after the other; starts more workers while the limit allows."""
        try:
            for number, listed in left:
                if self._running < self._adaptive_limit.limit:
                    self._running += 1
                    workers.create_task(self._work(left, workers))
                self._add(number, listed, await self._read_status(listed))
                overdue = monotonic() - self._saved_at > SAVE_INTERVAL
                if len(self._unsaved) >= SAVE_COUNT or overdue:
                    await in_thread(self._save)
                if self._stopping or self._running > self._adaptive_limit.limit:
                    break
        except BaseException:
            self._stopping = True
            raise
        finally:
            self._running -= 1

    async def _read_status(self, listed: ListedObject) -> StatusReading:
        reading: StatusReading | None = None

        async def read() -> StatusReading:
            nonlocal reading
            self._adaptive_limit.begin(monotonic())
            reading = await self._source.read(listed)
            if reading.error and not self._concerns_one_object(reading.error):
                raise reading.error
            self._adaptive_limit.done(monotonic(), 1)
            return reading

        try:
            return await self._gate.run(read, self._adaptive_limit.back_off)
        except AppError as error:
            if reading is None or not await self._is_blocked_by_proxy(error):
                raise _interrupted(error) from error
            return reading

    def _concerns_one_object(self, error: AppError) -> bool:
        """Whether the error concerns this object only; many server errors in a row don't."""
        if error.code not in CRASHES:
            return not (outage_kind_of(error) or concerns_all(error))
        self._crashes += 1
        return self._crashes < MAX_CRASHES

    async def _is_blocked_by_proxy(self, error: AppError) -> bool:
        """Whether a proxy or firewall blocks this object only: the bucket itself responds."""
        if error.code != NOT_S3 or self._stopping:
            return False
        self._crashes += 1
        return self._crashes < MAX_CRASHES and await self._source.responds()

    def _add(self, number: int, listed: ListedObject, reading: StatusReading) -> None:
        """Add a result; one blocked by a proxy is held until another object is read.

        If none is, the audit is interrupted, and the next run checks the held objects again.
        """
        if reading.looked.error == NOT_S3:
            self._held.append((number, listed, reading))
            return
        if reading.looked.error not in CRASHES:
            self._crashes = 0
            self._count_held()
        self._count_in(number, listed, reading)

    def _count_held(self) -> None:
        held, self._held = self._held, []
        for one in held:
            self._count_in(*one)

    def _count_in(self, number: int, listed: ListedObject, reading: StatusReading) -> None:
        self._unsaved.append((number, reading))
        status, found = reading.looked, reading.found or listed
        self._count += 1
        if status.key is not None:
            self._request_name(status.key)
        group = group_of(status, {})
        objects, size = self._group_counts.get(group, (0, 0))
        self._group_counts[group] = objects + 1, size + found.known_size

    def _save(self) -> None:
        """Write the results to the file; blocks."""
        results, self._unsaved = self._unsaved, []
        self._saved_at = monotonic()
        if results:
            found = [(number, reading.found) for number, reading in results if reading.found]
            self._file.add_statuses([(number, one.looked) for number, one in results], found)

    def _request_name(self, key: str) -> None:
        if key not in self._requested:
            self._requested.add(key)
            self._unnamed.put_nowait(key)

    def _unnamed_keys(self) -> list[str]:
        """Return the keys of an interrupted run, whose names may not have been looked up."""
        return [group.key for group in self._group_counts if group.key]

    async def _name(self) -> None:
        while (key := await self._unnamed.get()) is not None and not self._stopping:
            named = await in_thread(self._source.name, key)
            await in_thread(self._file.add_key, named)
            self._keys[key] = named

    def _report(self, now: float) -> None:
        total = self._listed if self._all_listed else None
        self._meter.add(now, self._count)
        self._context.report(
            AuditProgress(
                self._count,
                self._listed,
                total,
                self._meter.speed,
                None if total is None else self._meter.remaining(total),
                self._summary(),
                dict(self._keys),
            )
        )

    def _summary(self) -> Summary:
        return Summary.of(
            GroupCount(explained(group, self._keys), *both)
            for group, both in self._group_counts.items()
        )


def _interrupted(error: AppError) -> AppError:
    title, detail, hint = error.texts
    return error.rewritten(
        text("The audit was interrupted: {problem}", problem=title),
        detail,
        sentences(hint, text("Run it again to resume it.")),
    )

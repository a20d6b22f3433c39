"""How an audit runs: the listing goes ahead into the file, and what is listed is looked at.

In memory are a page of the listing, a few thousand objects, and 8 bytes for each that was listed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.aio.task_group import call_off, moments
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.audits.audit import GroupCount, Keys, Summary, explained, group_of
from s3enc_gui.domain.error_codes import CRASHES
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.progress import Speedometer
from s3enc_gui.domain.transient_errors import NOT_S3, concerns_all, outage_kind_of
from s3enc_gui.jobs.audits.source import AuditSource, ListedPage
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.objects.status_reader import StatusReading
from s3enc_gui.store.audits.file import AuditFile

ATTENTION = 0.05  # seconds between two looks at the wish to stop
EVERY = 0.2  # seconds between two reports
KEEP = 100  # objects seen that are written down together: no more are looked at twice
KEEP_AFTER = 1.0  # seconds, after which fewer are
BATCH = 2000  # objects read from the file at a time
TRIES = 6  # of an object while the weather is bad: with their pauses half a minute
PAUSE = 0.5  # seconds before the second; doubles
LEAST, START, MOST = 4, 32, 256  # requests in flight
HOPELESS = 100  # crashes of the server in a row, after which it is not about the objects


@dataclass(frozen=True, slots=True)
class AuditProgress:
    """How far it is: `total` None while the listing goes on; objects a second, seconds to go.

    `keys` are those KMS has named by now.
    """

    seen: int
    listed: int
    total: int | None
    rate: float | None
    remaining: float | None
    summary: Summary
    keys: Keys = field(default_factory=dict)


class AuditRun:
    """One run of an audit, on the loop of all requests."""

    def __init__(self, file: AuditFile, source: AuditSource, context: Context) -> None:
        self._file, self._source, self._context = file, source, context
        facts = file.facts
        self._listed = facts.listed if facts else 0
        self._all_listed = bool(facts and facts.all_listed)
        self._more = asyncio.Event()
        self._adaptive_limit = AdaptiveLimit(LEAST, START, MOST)
        self._running = 0
        self._stopping = False
        self._crashes = 0
        self._seen: list[tuple[int, StatusReading]] = []
        self._held: list[tuple[int, ListedObject, StatusReading]] = []
        self._kept_at = monotonic()
        self._group_counts = {
            (one.group): (one.objects, one.bytes) for one in file.summary().group_counts
        }
        self._count = sum(objects for objects, _ in self._group_counts.values())
        self._keys = file.keys
        self._unnamed: asyncio.Queue[str | None] = asyncio.Queue()
        self._asked = set(self._keys)
        self._meter = Speedometer()

    async def run(self) -> None:
        """Go on until everything was looked at. Raises AppError or Cancelled; all is kept then."""
        for key in self._missing_names():
            self._ask_name(key)
        works = (self._list(), self._look(), self._name())
        tasks = [asyncio.ensure_future(work) for work in works]
        shown = 0.0
        try:
            async for _ in moments(tasks, ATTENTION):
                self._context.checkpoint()
                if monotonic() - shown >= EVERY:
                    shown = monotonic()
                    self._report(shown)
            self._report(monotonic())
        finally:
            self._stopping = True  # what is under way aside takes a cancellation back
            self._more.set()  # so that nobody waits for what will not come
            self._unnamed.put_nowait(None)
            await call_off(tasks)
            await aside(self._keep)

    async def _list(self) -> None:
        if self._all_listed:
            return
        pages = self._source.pages(await aside(lambda: self._file.position))
        while not self._all_listed and not self._stopping:
            page = await aside(next, pages)
            for notice in page.notices:
                self._context.report(notice)
            await aside(self._keep_page, page)
            self._listed += len(page.objects)
            self._all_listed = page.last
            self._more.set()

    def _keep_page(self, page: ListedPage) -> None:
        self._file.add_listed(page.objects, page.next, page.delete_markers, last=page.last)

    async def _look(self) -> None:
        number = 0
        while not self._stopping:
            complete = self._all_listed  # before the look: what comes meanwhile is seen next time
            self._more.clear()
            batch = await aside(self._file.unseen, number, BATCH)
            if batch:
                number = batch[-1][0]
                await self._look_at(batch)
            elif complete:
                break
            elif not self._all_listed and not self._stopping:
                await self._more.wait()
        if not self._stopping:
            self._release()
        await aside(self._keep)
        self._unnamed.put_nowait(None)

    async def _look_at(self, batch: list[tuple[int, ListedObject]]) -> None:
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
        """Look at one object after the other; as many do so as the pace allows."""
        try:
            for number, listed in left:
                if self._running < self._adaptive_limit.limit:
                    self._running += 1
                    workers.create_task(self._work(left, workers))
                self._take(number, listed, await self._look_once(listed))
                if len(self._seen) >= KEEP or monotonic() - self._kept_at > KEEP_AFTER:
                    await aside(self._keep)
                if self._stopping or self._running > self._adaptive_limit.limit:
                    break
        except BaseException:
            self._stopping = True
            raise
        finally:
            self._running -= 1

    async def _look_once(self, listed: ListedObject) -> StatusReading:
        for attempt in range(1, TRIES + 1):
            self._adaptive_limit.begin(monotonic())
            look = await self._source.look(listed)
            if look.error is None or self._is_its_own(look.error):
                self._adaptive_limit.done(monotonic(), 1)
                return look
            if concerns_all(look.error) or attempt == TRIES or self._stopping:
                if not await self._is_refused_by_a_page(look.error):
                    raise _interrupted(look.error) from look.error
                return look
            self._adaptive_limit.trouble()
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
        raise AssertionError  # the last attempt returns or raises

    def _is_its_own(self, error: AppError) -> bool:
        """Whether it is this one object's matter: a crash of the server is not if all have it."""
        if error.code not in CRASHES:
            return not (outage_kind_of(error) or concerns_all(error))
        self._crashes += 1
        return self._crashes < HOPELESS

    async def _is_refused_by_a_page(self, error: AppError) -> bool:
        """Whether a firewall, say, answers for this one object: the bucket itself answers."""
        if error.code != NOT_S3 or self._stopping:
            return False
        self._crashes += 1
        return self._crashes < HOPELESS and await self._source.answers()

    def _take(self, number: int, listed: ListedObject, look: StatusReading) -> None:
        """Take a look; that a page answered for an object counts once others are answered again.

        Where nothing else comes the audit is interrupted, and the next run looks at them anew.
        """
        if look.looked.error == NOT_S3:
            self._held.append((number, listed, look))
            return
        if look.looked.error not in CRASHES:
            self._crashes = 0
            self._release()
        self._count_in(number, listed, look)

    def _release(self) -> None:
        held, self._held = self._held, []
        for one in held:
            self._count_in(*one)

    def _count_in(self, number: int, listed: ListedObject, look: StatusReading) -> None:
        self._seen.append((number, look))
        looked, found = look.looked, look.found or listed
        self._count += 1
        if looked.key is not None:
            self._ask_name(looked.key)
        group = group_of(looked, {})
        objects, size = self._group_counts.get(group, (0, 0))
        self._group_counts[group] = objects + 1, size + found.size

    def _keep(self) -> None:
        """Write down what was seen; on a thread of its own."""
        seen, self._seen = self._seen, []
        self._kept_at = monotonic()
        if seen:
            found = [(number, look.found) for number, look in seen if look.found]
            self._file.add_seen([(number, look.looked) for number, look in seen], found)

    def _ask_name(self, key: str) -> None:
        if key not in self._asked:
            self._asked.add(key)
            self._unnamed.put_nowait(key)

    def _missing_names(self) -> list[str]:
        """Return keys that were seen but not named before the audit was interrupted."""
        return [group.key for group in self._group_counts if group.key]

    async def _name(self) -> None:
        while (key := await self._unnamed.get()) is not None and not self._stopping:
            named = await aside(self._source.name, key)
            await aside(self._file.add_key, named)
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
    return AppError(
        f"The audit was interrupted: {error.title}",
        error.detail,
        f"{error.hint} Run it again: it goes on where it was.".strip(),
        error.code,
    )

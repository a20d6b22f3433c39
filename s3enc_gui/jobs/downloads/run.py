"""How a download runs: the listing goes ahead, small objects and ranges of large ones come in."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.aio.limiter import Memory, Room
from s3enc_gui.aio.task_group import call_off, moments
from s3enc_gui.domain.adaptive_limit import Pace
from s3enc_gui.domain.downloads.download import (
    HERE,
    NOT_EMPTY_FOLDER,
    DownloadSummary,
    Ended,
    FileResult,
)
from s3enc_gui.domain.error_codes import CRASHES
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.transient_errors import NOT_S3, weather_of
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.downloads.item import Item
from s3enc_gui.jobs.downloads.objects import Source
from s3enc_gui.jobs.downloads.ranged_get import LargeDownload
from s3enc_gui.jobs.downloads.single_get import download_small
from s3enc_gui.jobs.downloads.source import Desk
from s3enc_gui.store.files.write_errors import NO_MORE_ROOM

SMALL = MIB  # bytes up to which an object is fetched by one request, into memory
SMALL_AT_ONCE = 20  # they, and the ranges, block a thread each
RANGES_AT_ONCE = 10
LARGE_AT_ONCE = 8
AHEAD = 10_000  # objects that are listed and wait for their turn
ATTENTION = 0.05  # seconds between two looks at the wish to stop
EVERY = 0.15  # seconds between two reports
KEEP = 0.5  # seconds between two notes of what has come
HOPELESS = 20  # crashes of the server in a row, after which it is not about the objects

_log = logging.getLogger(__name__)


class DownloadRun:
    """One run of a download, on the loop of all requests.

    `only`, where there is one, are those that are wanted at all, by key and version.
    """

    def __init__(
        self,
        desk: Desk,
        source: Source,
        context: Context,
        only: frozenset[tuple[str, str | None]] | None = None,
    ) -> None:
        self._desk, self._source, self._context, self._only = desk, source, context, only
        self._small: deque[Item] = deque()
        self._large: deque[Item] = deque()
        self._changed = asyncio.Condition()
        self._all_listed = False
        self._listed = self._listed_bytes = 0
        memory = Memory(1 << 62)  # nothing large is held in it
        self._small_room = Room(Pace(4, 8, SMALL_AT_ONCE), memory)
        self._range_room = Room(Pace(2, 4, RANGES_AT_ONCE), memory)
        self._results: list[FileResult] = []
        self._counts: Counter[Ended] = Counter()
        self._untold: list[FileResult] = []
        self._unkept: list[FileResult] = []
        self._kept_at = self._told_at = 0.0
        self._kept_bytes = 0
        self._crashes = 0

    async def run(self) -> DownloadSummary:
        """Return how all ended. Raises AppError and Cancelled; what has come is kept then."""
        works = [self._list()]
        works += [self._work(self._small, self._download_small) for _ in range(SMALL_AT_ONCE)]
        works += [self._work(self._large, self._download_large) for _ in range(LARGE_AT_ONCE)]
        tasks = [asyncio.ensure_future(work) for work in works]
        try:
            async for _ in moments(tasks, ATTENTION):
                self._context.checkpoint()
                await self._tell_and_keep()
        finally:
            self._desk.stop.set()  # a request under way takes a cancellation back
            await call_off(tasks)
            with suppress(AppError):  # the next run looks for itself what is there
                await self._keep()
            self._tell()
        return DownloadSummary(tuple(self._results))

    # --- what there is to do --------------------------------------------------------------------

    async def _list(self) -> None:
        while not self._desk.stop.is_set:
            page = await self._desk.route.shelter.ask(lambda: aside(self._source.next))
            while self._source.notices:
                self._context.report(self._source.notices.pop(0))
            if page is None:
                break
            for item in page:
                self._enter(item)
            async with self._changed:
                self._changed.notify_all()
                await self._changed.wait_for(self._has_room)
        async with self._changed:
            self._all_listed = True
            self._changed.notify_all()

    def _has_room(self) -> bool:
        return len(self._small) + len(self._large) < AHEAD

    def _enter(self, item: Item) -> None:
        listed = item.listed
        if self._only is not None and (listed.key, listed.version_id) not in self._only:
            return
        self._listed += 1
        self._listed_bytes += max(0, listed.size)
        if item.known is not None:
            self._desk.tally.add_known(item.known.size)
            self._listed_bytes += item.known.size - max(0, listed.size)
            self._end(item.known, noted=True)
        elif item.name.is_folder or 0 <= listed.size <= SMALL:
            self._small.append(item)
        else:
            self._large.append(item)

    async def _work(
        self, queue: deque[Item], download: Callable[[Item], Awaitable[FileResult | None]]
    ) -> None:
        """Take one object after the other, until there are none."""
        while (item := await self._next(queue)) is not None:
            try:
                result = await download(item)
            except AppError as error:
                result = self._failed(item, error)
            except Exception as error:  # noqa: BLE001 - the others must still be told of
                _log.exception("Unexpected error")
                result = item.ended(Ended.FAILED, error=unexpected(error))
            else:
                self._crashes = 0
            if result is not None:
                self._end(result)
                if result.size > SMALL:
                    await self._keep()

    async def _next(self, queue: deque[Item]) -> Item | None:
        if not queue:
            async with self._changed:
                await self._changed.wait_for(
                    lambda: queue or self._all_listed or self._desk.stop.is_set
                )
        if self._desk.stop.is_set:
            raise Cancelled
        if not queue:
            return None
        item = queue.popleft()
        if len(self._small) + len(self._large) == AHEAD // 2:
            async with self._changed:
                self._changed.notify_all()
        return item

    # --- one object -----------------------------------------------------------------------------

    async def _download_small(self, item: Item) -> FileResult | None:
        if item.name.is_folder:
            await aside(self._desk.folder.make, item.target)
            remarks = [NOT_EMPTY_FOLDER] if item.listed.size > 0 else []
            return item.ended(Ended.FOLDER, remarks=remarks)
        room = self._small_room
        await room.enter(1)
        done = False
        try:
            trouble = room.pace.trouble
            result = await download_small(self._desk, item, SMALL, trouble)
            done = True
        finally:
            room.leave(1, done=done)
        if result is None:
            return await self._download_large(item)
        if result.ended in HERE:
            self._listed_bytes += result.size - item.listed.size
        return result

    async def _download_large(self, item: Item) -> FileResult:
        result = await LargeDownload(self._desk, item, self._range_room).run()
        if result.ended in HERE:
            self._listed_bytes += result.size - max(0, item.listed.size)
        return result

    def _failed(self, item: Item, error: AppError) -> FileResult:
        """Return the result of one that failed; raise where the others would fail, too."""
        if error.code in NO_MORE_ROOM:
            raise error
        if weather_of(error) is not None:
            self._crashes += 1
            if not self._may_be_its_own(error) or self._crashes >= HOPELESS:
                raise _interrupted(error) from error
        return item.ended(Ended.FAILED, error=error)

    def _may_be_its_own(self, error: AppError) -> bool:
        """Whether it may be the matter of one object: a firewall may refuse it with a page."""
        is_page = error.code == NOT_S3 and self._desk.route.shelter.is_fair
        return error.code in CRASHES or is_page

    def _end(self, result: FileResult, *, noted: bool = False) -> None:
        self._results.append(result)
        self._counts[result.ended] += 1
        self._untold.append(result)
        if result.ended in HERE and not noted:
            self._unkept.append(result)

    # --- what is told, and noted ----------------------------------------------------------------

    async def _tell_and_keep(self) -> None:
        now = monotonic()
        if now - self._told_at >= EVERY:
            self._told_at = now
            self._tell()
        is_new = self._unkept or self._desk.tally.bytes != self._kept_bytes
        if is_new and now - self._kept_at >= KEEP:
            await self._keep()

    def _tell(self) -> None:
        untold, self._untold = self._untold, []
        if untold:
            self._context.report(FilesEnded(tuple(untold)))
        counts, tally = self._counts, self._desk.tally
        self._context.report(
            DownloadProgress(
                sum(counts[ended] for ended in HERE),
                self._listed if self._all_listed else None,
                tally.bytes,
                self._listed_bytes if self._all_listed else None,
                tally.known,
                counts[Ended.FAILED],
                counts[Ended.TAKEN],
                self._listed,
            )
        )

    async def _keep(self) -> None:
        """Note what has come."""
        self._kept_at, self._kept_bytes = monotonic(), self._desk.tally.bytes
        unkept, self._unkept = self._unkept, []
        about = []
        if self._only is None:  # else these are not the numbers of the whole
            about = [self._desk.tally.bytes]
            about += [self._listed, self._listed_bytes] if self._all_listed else []
        await aside(self._desk.file.add, unkept, *about)


def _interrupted(error: AppError) -> AppError:
    return AppError(
        f"The download was interrupted: {error.title}",
        error.detail,
        f"{error.hint} Resumed, it goes on where it was.".strip(),
        error.code,
    )

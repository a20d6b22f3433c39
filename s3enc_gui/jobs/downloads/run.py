"""How a download runs: the listing goes ahead, small objects and ranges of large ones come in."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.aio.task_group import call_off, moments
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.downloads.download import (
    HERE,
    NOT_EMPTY_FOLDER,
    DownloadSummary,
    FileOutcome,
    FileResult,
)
from s3enc_gui.domain.error_codes import CRASHES
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.transient_errors import NOT_S3, outage_kind_of
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.downloads.item import DownloadItem
from s3enc_gui.jobs.downloads.objects import ObjectSource
from s3enc_gui.jobs.downloads.ranged_get import RangedGet
from s3enc_gui.jobs.downloads.single_get import download_small
from s3enc_gui.jobs.downloads.source import DownloadContext
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
        download_context: DownloadContext,
        source: ObjectSource,
        context: Context,
        only: frozenset[tuple[str, str | None]] | None = None,
    ) -> None:
        self._download_context, self._source, self._context, self._only = (
            download_context,
            source,
            context,
            only,
        )
        self._small: deque[DownloadItem] = deque()
        self._large: deque[DownloadItem] = deque()
        self._changed = asyncio.Condition()
        self._all_listed = False
        self._listed = self._listed_bytes = 0
        memory = ByteBudget(1 << 62)  # nothing large is held in it
        self._small_limiter = Limiter(AdaptiveLimit(4, 8, SMALL_AT_ONCE), memory)
        self._range_limiter = Limiter(AdaptiveLimit(2, 4, RANGES_AT_ONCE), memory)
        self._results: list[FileResult] = []
        self._counts: Counter[FileOutcome] = Counter()
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
            self._download_context.stop.set()  # a request under way takes a cancellation back
            await call_off(tasks)
            with suppress(AppError):  # the next run looks for itself what is there
                await self._keep()
            self._tell()
        return DownloadSummary(tuple(self._results))

    # --- what there is to do --------------------------------------------------------------------

    async def _list(self) -> None:
        while not self._download_context.stop.is_set:
            page = await self._download_context.download_source.outage_gate.ask(
                lambda: aside(self._source.next)
            )
            while self._source.notices:
                self._context.report(self._source.notices.pop(0))
            if page is None:
                break
            for item in page:
                self._enter(item)
            async with self._changed:
                self._changed.notify_all()
                await self._changed.wait_for(self._has_limiter)
        async with self._changed:
            self._all_listed = True
            self._changed.notify_all()

    def _has_limiter(self) -> bool:
        return len(self._small) + len(self._large) < AHEAD

    def _enter(self, item: DownloadItem) -> None:
        listed = item.listed
        if self._only is not None and (listed.key, listed.version_id) not in self._only:
            return
        self._listed += 1
        self._listed_bytes += max(0, listed.size)
        if item.known is not None:
            self._download_context.byte_counter.add_known(item.known.size)
            self._listed_bytes += item.known.size - max(0, listed.size)
            self._end(item.known, noted=True)
        elif item.name.is_folder or 0 <= listed.size <= SMALL:
            self._small.append(item)
        else:
            self._large.append(item)

    async def _work(
        self,
        queue: deque[DownloadItem],
        download: Callable[[DownloadItem], Awaitable[FileResult | None]],
    ) -> None:
        """Take one object after the other, until there are none."""
        while (item := await self._next(queue)) is not None:
            try:
                result = await download(item)
            except AppError as error:
                result = self._failed(item, error)
            except Exception as error:  # noqa: BLE001 - the others must still be told of
                _log.exception("Unexpected error")
                result = item.ended(FileOutcome.FAILED, error=unexpected(error))
            else:
                self._crashes = 0
            if result is not None:
                self._end(result)
                if result.size > SMALL:
                    await self._keep()

    async def _next(self, queue: deque[DownloadItem]) -> DownloadItem | None:
        if not queue:
            async with self._changed:
                await self._changed.wait_for(
                    lambda: queue or self._all_listed or self._download_context.stop.is_set
                )
        if self._download_context.stop.is_set:
            raise Cancelled
        if not queue:
            return None
        item = queue.popleft()
        if len(self._small) + len(self._large) == AHEAD // 2:
            async with self._changed:
                self._changed.notify_all()
        return item

    # --- one object -----------------------------------------------------------------------------

    async def _download_small(self, item: DownloadItem) -> FileResult | None:
        if item.name.is_folder:
            await aside(self._download_context.folder.make, item.target)
            remarks = [NOT_EMPTY_FOLDER] if item.listed.size > 0 else []
            return item.ended(FileOutcome.FOLDER, remarks=remarks)
        limiter = self._small_limiter
        await limiter.enter(1)
        done = False
        try:
            trouble = limiter.adaptive_limit.trouble
            result = await download_small(self._download_context, item, SMALL, trouble)
            done = True
        finally:
            limiter.leave(1, done=done)
        if result is None:
            return await self._download_large(item)
        if result.ended in HERE:
            self._listed_bytes += result.size - item.listed.size
        return result

    async def _download_large(self, item: DownloadItem) -> FileResult:
        result = await RangedGet(self._download_context, item, self._range_limiter).run()
        if result.ended in HERE:
            self._listed_bytes += result.size - max(0, item.listed.size)
        return result

    def _failed(self, item: DownloadItem, error: AppError) -> FileResult:
        """Return the result of one that failed; raise where the others would fail, too."""
        if error.code in NO_MORE_ROOM:
            raise error
        if outage_kind_of(error) is not None:
            self._crashes += 1
            if not self._may_be_its_own(error) or self._crashes >= HOPELESS:
                raise _interrupted(error) from error
        return item.ended(FileOutcome.FAILED, error=error)

    def _may_be_its_own(self, error: AppError) -> bool:
        """Whether it may be the matter of one object: a firewall may refuse it with a page."""
        is_page = (
            error.code == NOT_S3 and self._download_context.download_source.outage_gate.is_online
        )
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
        is_new = self._unkept or self._download_context.byte_counter.bytes != self._kept_bytes
        if is_new and now - self._kept_at >= KEEP:
            await self._keep()

    def _tell(self) -> None:
        untold, self._untold = self._untold, []
        if untold:
            self._context.report(FilesEnded(tuple(untold)))
        counts, byte_counter = self._counts, self._download_context.byte_counter
        self._context.report(
            DownloadProgress(
                sum(counts[ended] for ended in HERE),
                self._listed if self._all_listed else None,
                byte_counter.bytes,
                self._listed_bytes if self._all_listed else None,
                byte_counter.known,
                counts[FileOutcome.FAILED],
                counts[FileOutcome.TAKEN],
                self._listed,
            )
        )

    async def _keep(self) -> None:
        """Note what has come."""
        self._kept_at, self._kept_bytes = monotonic(), self._download_context.byte_counter.bytes
        unkept, self._unkept = self._unkept, []
        about = []
        if self._only is None:  # else these are not the numbers of the whole
            about = [self._download_context.byte_counter.bytes]
            about += [self._listed, self._listed_bytes] if self._all_listed else []
        await aside(self._download_context.file.add, unkept, *about)


def _interrupted(error: AppError) -> AppError:
    return AppError(
        f"The download was interrupted: {error.title}",
        error.detail,
        f"{error.hint} Resumed, it goes on where it was.".strip(),
        error.code,
    )

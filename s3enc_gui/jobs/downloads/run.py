"""Runs a download: lists ahead, and downloads small and large objects concurrently."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.limiter import ByteBudget, Limiter
from s3enc_gui.aio.task_group import cancel_all, poll
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit
from s3enc_gui.domain.downloads.download import (
    DOWNLOADED,
    DownloadSummary,
    FileOutcome,
    FileResult,
)
from s3enc_gui.domain.error_codes import CRASHES
from s3enc_gui.domain.errors import AppError, Cancelled, unexpected
from s3enc_gui.domain.transient_errors import NOT_S3, outage_kind_of
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.i18n import sentences, text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.downloads.download_context import DownloadContext
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.downloads.item import DownloadItem
from s3enc_gui.jobs.downloads.object_source import ObjectSource
from s3enc_gui.jobs.downloads.ranged_get import RangedGet
from s3enc_gui.jobs.downloads.single_get import download_small
from s3enc_gui.store.os_errors import DISK_CODES

SMALL = MIB  # bytes; objects up to this size are downloaded by one request, into memory
SMALL_AT_ONCE = 20  # each small object and each range may block a thread
RANGES_AT_ONCE = 10
LARGE_AT_ONCE = 8
AHEAD = 10_000  # listed objects that wait to be downloaded
STOP_CHECK = 0.05  # seconds between two checks for cancellation
REPORT_DELAY = 0.15  # seconds between two progress events
SAVE_DELAY = 0.5  # seconds between two writes of the record
MAX_CRASHES = 20  # server errors in a row that fail single objects, then the download

_log = logging.getLogger(__name__)


class DownloadRun:
    """One run of a download, on the event loop; `only` selects objects by key and version."""

    def __init__(
        self,
        download: DownloadContext,
        objects: ObjectSource,
        context: Context,
        only: frozenset[tuple[str, str | None]] | None = None,
    ) -> None:
        self._download, self._objects, self._context, self._only = download, objects, context, only
        self._small: deque[DownloadItem] = deque()
        self._large: deque[DownloadItem] = deque()
        self._changed = asyncio.Condition()
        self._all_listed = False
        self._listed = self._listed_bytes = 0
        # Small objects need no budget of bytes.
        memory = ByteBudget(1 << 62, context.services.settings.parallel_requests())
        self._small_limiter = Limiter(AdaptiveLimit(4, 8, SMALL_AT_ONCE), memory)
        self._range_limiter = Limiter(AdaptiveLimit(2, 4, RANGES_AT_ONCE), memory)
        self._results: list[FileResult] = []
        self._counts: Counter[FileOutcome] = Counter()
        self._unreported: list[FileResult] = []
        self._unsaved: list[FileResult] = []
        self._saved_at = self._reported_at = 0.0
        self._saved_bytes = 0
        self._crashes = 0

    async def run(self) -> DownloadSummary:
        """Return all results. Raises AppError and Cancelled; the record is saved then, too."""
        workers = [self._list()]
        workers += [self._work(self._small, self._download_small) for _ in range(SMALL_AT_ONCE)]
        workers += [self._work(self._large, self._download_large) for _ in range(LARGE_AT_ONCE)]
        tasks = [asyncio.ensure_future(work) for work in workers]
        try:
            async for _ in poll(tasks, STOP_CHECK):
                self._context.checkpoint()
                await self._report_and_save()
        finally:
            self._download.stop.set()  # also for requests that ignore task cancellation
            await cancel_all(tasks)
            with suppress(AppError):  # a resumed run checks the files
                await self._save()
            self._report()
        return DownloadSummary(tuple(self._results))

    # --- listing --------------------------------------------------------------------------------

    async def _list(self) -> None:
        while not self._download.stop.is_set:
            page = await self._download.source.outage_gate.run(
                lambda: in_thread(self._objects.next)
            )
            while self._objects.notices:
                self._context.report(self._objects.notices.pop(0))
            if page is None:
                break
            for item in page:
                self._enqueue(item)
            async with self._changed:
                self._changed.notify_all()
                await self._changed.wait_for(self._needs_more)
        async with self._changed:
            self._all_listed = True
            self._changed.notify_all()

    def _needs_more(self) -> bool:
        return len(self._small) + len(self._large) < AHEAD

    def _enqueue(self, item: DownloadItem) -> None:
        listed = item.listed
        if self._only is not None and (listed.key, listed.version_id) not in self._only:
            return
        self._listed += 1
        self._listed_bytes += max(0, listed.size)
        if item.known is not None:
            self._download.byte_counter.add_known(item.known.size)
            self._listed_bytes += item.known.size - max(0, listed.size)
            self._end(item.known, recorded=True)
        elif item.name.is_folder or 0 <= listed.size <= SMALL:
            self._small.append(item)
        else:
            self._large.append(item)

    async def _work(
        self,
        queue: deque[DownloadItem],
        download: Callable[[DownloadItem], Awaitable[FileResult | None]],
    ) -> None:
        """Download one object of a queue after the other, until all are done."""
        while (item := await self._next(queue)) is not None:
            try:
                result = await download(item)
            except AppError as error:
                result = self._failed(item, error)
            except Exception as error:  # noqa: BLE001 - the other objects continue
                _log.exception("Unexpected error")
                result = item.result(FileOutcome.FAILED, error=unexpected(error))
            else:
                self._crashes = 0
            if result is not None:
                self._end(result)
                if result.size > SMALL:
                    await self._save()

    async def _next(self, queue: deque[DownloadItem]) -> DownloadItem | None:
        if not queue:
            async with self._changed:
                await self._changed.wait_for(
                    lambda: queue or self._all_listed or self._download.stop.is_set
                )
        if self._download.stop.is_set:
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
            await in_thread(self._download.folder.make, item.target)
            return item.result(FileOutcome.FOLDER)
        limiter = self._small_limiter
        await limiter.enter(1)
        done = False
        try:
            back_off = limiter.adaptive_limit.back_off
            result = await download_small(self._download, item, SMALL, back_off)
            done = True
        finally:
            limiter.leave(1, done=done)
        if result is None:
            return await self._download_large(item)
        if result.ended in DOWNLOADED:
            self._listed_bytes += result.size - item.listed.size
        return result

    async def _download_large(self, item: DownloadItem) -> FileResult:
        result = await RangedGet(self._download, item, self._range_limiter).run()
        if result.ended in DOWNLOADED:
            self._listed_bytes += result.size - max(0, item.listed.size)
        return result

    def _failed(self, item: DownloadItem, error: AppError) -> FileResult:
        """Return the result of a failed object; raise if the others would fail, too."""
        if error.code in DISK_CODES:
            raise error
        if outage_kind_of(error) is not None:
            self._crashes += 1
            if not self._may_concern_one(error) or self._crashes >= MAX_CRASHES:
                raise _interrupted(error) from error
        return item.result(FileOutcome.FAILED, error=error)

    def _may_concern_one(self, error: AppError) -> bool:
        """Whether the error may concern one object only: a firewall may block it with a page."""
        is_page = error.code == NOT_S3 and self._download.source.outage_gate.is_online
        return error.code in CRASHES or is_page

    def _end(self, result: FileResult, *, recorded: bool = False) -> None:
        self._results.append(result)
        self._counts[result.ended] += 1
        self._unreported.append(result)
        if result.ended in DOWNLOADED and not recorded:
            self._unsaved.append(result)

    # --- progress -------------------------------------------------------------------------------

    async def _report_and_save(self) -> None:
        now = monotonic()
        if now - self._reported_at >= REPORT_DELAY:
            self._reported_at = now
            self._report()
        is_new = self._unsaved or self._download.byte_counter.bytes != self._saved_bytes
        if is_new and now - self._saved_at >= SAVE_DELAY:
            await self._save()

    def _report(self) -> None:
        results, self._unreported = self._unreported, []
        if results:
            self._context.report(FilesEnded(tuple(results)))
        counts, byte_counter = self._counts, self._download.byte_counter
        self._context.report(
            DownloadProgress(
                sum(counts[ended] for ended in DOWNLOADED),
                self._listed if self._all_listed else None,
                byte_counter.bytes,
                self._listed_bytes if self._all_listed else None,
                byte_counter.known,
                counts[FileOutcome.FAILED],
                counts[FileOutcome.EXISTS] + counts[FileOutcome.ENCRYPTED],
                self._listed,
            )
        )

    async def _save(self) -> None:
        """Save results and progress in the record."""
        self._saved_at, self._saved_bytes = monotonic(), self._download.byte_counter.bytes
        results, self._unsaved = self._unsaved, []
        totals = []
        if self._only is None:  # else these are not the totals of the download
            totals = [self._download.byte_counter.bytes]
            totals += [self._listed, self._listed_bytes] if self._all_listed else []
        await in_thread(self._download.record.add, results, *totals)


def _interrupted(error: AppError) -> AppError:
    title, detail, hint = error.texts
    resume = text("Resume the download to continue where it stopped.")
    return error.rewritten(
        text("Download interrupted: {reason}", reason=title), detail, sentences(hint, resume)
    )

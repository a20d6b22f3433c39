"""A large object: ranges of it at the same time, into their places in one file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial

from s3enc_gui.aio.cancellation import Cancellation, aside, settled
from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.domain.downloads.download import (
    CHANGED,
    UNLISTED,
    FileOutcome,
    FileResult,
    damaged_error,
)
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.jobs.downloads.item import (
    DownloadItem,
    check_of,
    checked,
    modified_of,
    stands_in_the_way,
    written_since,
)
from s3enc_gui.jobs.downloads.source import DownloadContext
from s3enc_gui.s3.objects.checksums import crc64nvme
from s3enc_gui.s3.objects.content_check import CheckMethod, is_combined, why_not
from s3enc_gui.s3.objects.fetching import is_other_object
from s3enc_gui.store.downloads.part_file import PartFile

_ANEW = 3  # times an object is begun anew, because it changed or is not what it should be


@dataclass(slots=True)
class RangedGet:
    """One object; `run` is called once, on the loop. `room` lets ranges in, of all files together.

    Raises AppError and Cancelled; what has arrived is kept for the next run then.
    """

    download_context: DownloadContext
    item: DownloadItem
    limiter: Limiter
    _remarks: list[str] = field(default_factory=list)
    _come: int = 0  # bytes of this object that were counted

    async def run(self) -> FileResult:
        """Return what became of it."""
        if (result := await stands_in_the_way(self.download_context, self.item)) is not None:
            return result
        target = self.item.target
        for attempt in range(1, _ANEW + 1):
            details = await self._look()
            part = await aside(self._opened, details)
            try:
                result = await self._fetched(part, details)
            except AppError as error:
                if not is_other_object(error):
                    raise
                await self._forget(part)
                self._remark_change()
                if attempt == _ANEW:
                    raise
                continue
            finally:
                await aside(self._leave, part)
            if result is not None:
                return result
        raise damaged_error(str(target), "The checksum")

    async def _look(self) -> ObjectDetails:
        listed = self.item.listed
        details = await self.download_context.download_source.look(listed)
        if listed.size != UNLISTED and written_since(listed, details) and not listed.version_id:
            self._remark_change()
        return details

    def _remark_change(self) -> None:
        if CHANGED not in self._remarks:
            self._remarks.append(CHANGED)

    # --- the part -------------------------------------------------------------------------------

    def _opened(self, details: ObjectDetails) -> PartFile:
        """Open the part, with what an earlier run left in it."""
        download_context, item = self.download_context, self.item
        download_context.folder.make_parent(item.target)
        download_context.file.begin_part(item.target)
        listed = item.listed
        about = (
            download_context.download_source.endpoint,
            download_context.request.bucket,
            listed.key,
            listed.version_id,
        )
        identity = repr((*about, details.etag, details.last_modified))
        part = PartFile(item.target, identity, details.size, download_context.range_size)
        if part.had_other:
            self._remark_change()
        return part

    def _leave(self, part: PartFile) -> None:
        """Close the part; where there is nothing in it, or it has its name, it is no more."""
        if part.is_open:
            if part.records:
                part.close()
                return
            part.discard()
        self.download_context.file.end_part(self.item.target)

    async def _forget(self, part: PartFile) -> None:
        self._count(-self._come)
        await aside(part.restart)

    async def _fetched(self, part: PartFile, details: ObjectDetails) -> FileResult | None:
        """Fetch what is missing, check it and let it have its name; None: it is not what S3 has."""
        await aside(self._read_again, part)
        await self._fetch_missing(part, details)
        amazon = self.download_context.download_source.is_amazon
        version = self.item.listed.version_id
        how = await check_of(
            self.download_context.download_source.fetcher, details, version, amazon=amazon
        )
        agrees = await aside(self._agrees, part, how) if how else False
        self.download_context.stop.check()
        if how and how.decides and not agrees:
            await self._forget(part)
            return None
        await aside(part.complete, modified_of(details))
        named = await aside(part.publish, self.download_context.request.if_exists)
        if named is None:
            return self.item.taken()
        if how and agrees:
            return self.item.ended(FileOutcome.CHECKED, details, named, how.words, self._remarks)
        return self.item.ended(FileOutcome.ARRIVED, details, named, why_not(details), self._remarks)

    def _read_again(self, part: PartFile) -> None:
        """Believe an earlier run only what is really on the disk: the power may have failed."""
        for number, crc in list(part.records.items()):
            first, end = part.span(number)
            now = 0
            for piece in part.pieces(first, end):
                self.download_context.stop.check()
                now = crc64nvme(piece, now)
            if now == crc:
                self._come += end - first
                self.download_context.byte_counter.add_known(end - first)
            else:
                del part.records[number]

    def _agrees(self, part: PartFile, how: CheckMethod) -> bool:
        spans = [part.span(number) for number in range(part.ranges)]
        sizes = [end - first for first, end in spans]
        crcs = [part.records[number] for number in range(part.ranges)]
        combined = is_combined(how, zip(crcs, sizes, strict=True))
        if combined is not None:
            return combined
        pieces = (self._unless_stopped(piece) for piece in part.pieces())
        return checked(how, pieces)

    def _unless_stopped(self, piece: bytes) -> bytes:
        self.download_context.stop.check()
        return piece

    def _count(self, change: int) -> None:
        self._come += change
        self.download_context.byte_counter.add(change)

    # --- the ranges -----------------------------------------------------------------------------

    async def _fetch_missing(self, part: PartFile, details: ObjectDetails) -> None:
        """Fetch all ranges; the first failure stops the others and is raised when they ended."""
        limiter, failed = self.limiter, Cancellation()
        errors: list[BaseException] = []
        running: set[asyncio.Task[None]] = set()

        def ended(size: int, task: asyncio.Task[None]) -> None:
            error = Cancelled() if task.cancelled() else task.exception()
            running.discard(task)
            limiter.leave(size, done=error is None)
            if error is not None:
                errors.append(error)
                failed.set()

        self.download_context.stop.listen(failed.set)
        try:
            for number in range(part.ranges):
                if number in part.records:
                    continue
                first, end = part.span(number)
                await limiter.enter(end - first)
                task = asyncio.create_task(self._fetch(part, details, number, failed))
                running.add(task)
                task.add_done_callback(partial(ended, end - first))
                if failed.is_set:
                    break
            while running and not failed.is_set:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.download_context.stop.unlisten(failed.set)
            failed.set()
            for task in running:
                task.cancel()
            await settled(tuple(running))
        self.download_context.stop.check()
        if errors:
            raise next((error for error in errors if isinstance(error, Exception)), Cancelled())

    async def _fetch(
        self, part: PartFile, details: ObjectDetails, number: int, stop: Cancellation
    ) -> None:
        first, end = part.span(number)
        at, crc = first, 0
        version, download_source = (
            self.item.listed.version_id,
            self.download_context.download_source,
        )

        def take(piece: bytes) -> None:
            nonlocal at, crc
            part.write(at, piece)
            crc = crc64nvme(piece, crc)
            at += len(piece)
            self.download_context.byte_counter.add(len(piece))

        async def ask() -> None:
            if at < end or first == end:  # where a line broke, what came before is kept
                await download_source.fetcher.range(details, version, at, end - 1, take, stop)

        try:
            stop.check()
            await download_source.outage_gate.ask(ask, self.limiter.adaptive_limit.trouble)
            await aside(part.note, number, crc)
        except BaseException:
            self.download_context.byte_counter.add(first - at)
            raise
        self._come += end - first

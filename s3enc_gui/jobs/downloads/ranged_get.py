"""Downloads a large object: concurrent range requests into one part file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from s3enc_gui.aio.cancellation import Cancellation, in_thread
from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.aio.task_group import run_limited
from s3enc_gui.domain.downloads.download import (
    CHANGED,
    UNLISTED,
    FileOutcome,
    FileResult,
    damaged_error,
    disk_damage_error,
)
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.jobs.downloads.decrypting import Decrypting
from s3enc_gui.jobs.downloads.download_context import DownloadContext
from s3enc_gui.jobs.downloads.item import (
    DownloadItem,
    changed_since_listing,
    choose_check,
    existing_file_result,
    matches,
    mtime_of,
)
from s3enc_gui.s3.checksums import crc64nvme
from s3enc_gui.s3.objects.content_check import CheckMethod, matches_combined, why_unchecked
from s3enc_gui.s3.objects.fetching import is_other_object
from s3enc_gui.store.downloads.part_file import PartFile

_ATTEMPTS = 3  # to get all bytes of one version of the object, with the right checksum


@dataclass(slots=True)
class RangedGet:
    """One object; `limiter` limits the ranges of all files. `run` is called once, on the loop."""

    download: DownloadContext
    item: DownloadItem
    limiter: Limiter
    _remarks: list[AnyText] = field(default_factory=list)
    _counted: int = 0  # bytes of this object in `byte_counter`
    _is_disk_damaged: bool = False
    _check: AnyText = ""  # what was compared

    async def run(self) -> FileResult:
        """Return the result. Raises AppError and Cancelled; the part file is kept then."""
        result = await self._empty_folder() or await existing_file_result(self.download, self.item)
        if result is not None:
            return result
        target = self.item.target
        for attempt in range(1, _ATTEMPTS + 1):
            details = await self._read_details()
            if (undecided := self.item.undecided(self.download, details)) is not None:
                return undecided
            decrypting = await Decrypting.of(self.download, self.item, details, self._remarks)
            if decrypting is not None:
                await decrypting.check_key()
            part = await in_thread(self._open_part, details)
            try:
                result = await self._fetch_and_check(part, details, decrypting)
            except AppError as error:
                if not is_other_object(error):
                    raise
                await self._restart(part)
                self._note_change()
                if attempt == _ATTEMPTS:
                    raise
                continue
            finally:
                await in_thread(self._close_part, part)
            if result is not None:
                return result
        if self._is_disk_damaged:
            raise disk_damage_error(str(target))
        raise damaged_error(str(target), self._check)

    async def _empty_folder(self) -> FileResult | None:
        """Create the folder of an object whose list had no size, if it is empty; None: it isn't."""
        listed = self.item.listed
        if listed.size != UNLISTED or not listed.key.endswith("/"):
            return None
        if (await self._read_details()).size:
            return None
        await in_thread(self.download.folder.make, self.item.target.parent)
        return self.item.as_folder().result(FileOutcome.FOLDER)

    async def _read_details(self) -> ObjectDetails:
        listed = self.item.listed
        details = await self.download.source.read_details(listed)
        if (
            listed.size != UNLISTED
            and changed_since_listing(listed, details)
            and not listed.version_id
        ):
            self._note_change()
        if details.size >= 0:
            return details
        if listed.size == UNLISTED or listed.etag != details.etag:
            raise _size_unknown(listed.key)
        return replace(details, size=listed.size)  # HeadObject doesn't report it

    def _note_change(self) -> None:
        if CHANGED not in self._remarks:
            self._remarks.append(CHANGED)

    # --- the part -------------------------------------------------------------------------------

    def _open_part(self, details: ObjectDetails) -> PartFile:
        """Open the part file, with what an earlier run left in it."""
        download, item = self.download, self.item
        download.folder.make_parent(item.target)
        download.record.begin_part(item.target)
        source, listed = download.source, item.listed
        about = (source.endpoint, download.request.bucket, listed.key, listed.version_id)
        identity = repr((*about, details.etag, details.last_modified))
        part = PartFile(item.target, identity, details.size, download.range_size)
        if part.had_other:
            self._note_change()
        return part

    def _close_part(self, part: PartFile) -> None:
        """Close the part file, and delete it if it is empty."""
        if part.is_open:
            if part.records:
                part.close()
                return
            part.discard()
        self.download.record.end_part(self.item.target)

    async def _restart(self, part: PartFile) -> None:
        self._count(-self._counted)
        await in_thread(part.restart)

    async def _fetch_and_check(
        self, part: PartFile, details: ObjectDetails, decrypting: Decrypting | None
    ) -> FileResult | None:
        """Download what is missing, check and publish the file; None: checksum mismatch."""
        await in_thread(self._verify_part, part)
        await self._fetch_missing(part, details)
        source, version = self.download.source, self.item.listed.version_id
        how = await choose_check(source.fetcher, details, version, amazon=source.is_amazon)
        agrees = await in_thread(self._matches, part, how) if how else False
        self.download.stop.check()
        if how and how.decides and not agrees:
            self._check = how.label
            self._is_disk_damaged = not await in_thread(self._is_as_received, part)
            await self._restart(part)
            return None
        if decrypting is not None:
            check = how.label if how and agrees else why_unchecked(details)
            return await decrypting.save(part, check, self._remarks)
        await in_thread(part.complete, mtime_of(details))
        named = await in_thread(part.publish, self.download.request.if_exists)
        if named is None:
            return self.item.exists_result()
        if how and agrees:
            return self.item.result(FileOutcome.CHECKED, details, named, how.label, self._remarks)
        return self.item.result(
            FileOutcome.ARRIVED, details, named, why_unchecked(details), self._remarks
        )

    def _is_as_received(self, part: PartFile) -> bool:
        """Whether the disk returns the bytes that arrived."""
        return all(self._crc_on_disk(part, number) == crc for number, crc in part.records.items())

    def _crc_on_disk(self, part: PartFile, number: int) -> int:
        crc = 0
        for piece in part.pieces(*part.span(number)):
            crc = crc64nvme(self._unless_stopped(piece), crc)
        return crc

    def _verify_part(self, part: PartFile) -> None:
        """Drop ranges of an earlier run whose bytes aren't on the disk (power failure)."""
        for number, crc in list(part.records.items()):
            first, end = part.span(number)
            if self._crc_on_disk(part, number) == crc:
                self._counted += end - first
                self.download.byte_counter.add_known(end - first)
            else:
                del part.records[number]

    def _matches(self, part: PartFile, how: CheckMethod) -> bool:
        spans = [part.span(number) for number in range(part.ranges)]
        sizes = [end - first for first, end in spans]
        crcs = [part.records[number] for number in range(part.ranges)]
        combined = matches_combined(how, zip(crcs, sizes, strict=True))
        if combined is not None:
            return combined
        pieces = (self._unless_stopped(piece) for piece in part.pieces())
        return matches(how, pieces)

    def _unless_stopped(self, piece: bytes) -> bytes:
        self.download.stop.check()
        return piece

    def _count(self, change: int) -> None:
        self._counted += change
        self.download.byte_counter.add(change)

    # --- the ranges -----------------------------------------------------------------------------

    async def _fetch_missing(self, part: PartFile, details: ObjectDetails) -> None:
        def size_of(number: int) -> int:
            first, end = part.span(number)
            return end - first

        await run_limited(
            (number for number in range(part.ranges) if number not in part.records),
            partial(self._fetch, part, details),
            size_of=size_of,
            limiter=self.limiter,
            stop=self.download.stop,
        )

    async def _fetch(
        self, part: PartFile, details: ObjectDetails, number: int, stop: Cancellation
    ) -> None:
        first, end = part.span(number)
        at, crc = first, 0
        version, source = self.item.listed.version_id, self.download.source

        def take(piece: bytes) -> None:
            nonlocal at, crc
            part.write(at, piece)
            crc = crc64nvme(piece, crc)
            at += len(piece)
            self.download.byte_counter.add(len(piece))

        async def request_rest() -> None:
            if at < end or first == end:  # after an interruption: only the rest
                await source.fetcher.range(details, version, at, end - 1, take, stop)

        try:
            stop.check()
            await source.outage_gate.run(request_rest, self.limiter.adaptive_limit.back_off)
            await in_thread(part.note, number, crc)
        except BaseException:
            self.download.byte_counter.add(first - at)
            raise
        self._counted += end - first


def _size_unknown(key: str) -> AppError:
    return AppError(
        text("The size of the object isn't known"),
        text("The server doesn't report how large “{key}” is.", key=key),
        text(
            "Nothing was saved. Download the folder that contains it: the list may have its size."
        ),
        code="SizeUnknown",
    )

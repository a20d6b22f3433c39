"""A file that goes by a multipart upload."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from s3enc_gui.aio.cancellation import Cancellation, aside, settled
from s3enc_gui.aio.outage_gate import patience_for
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.encryption.request_parameters import encryption_asked
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.uploads.journal_changes import (
    RecordContent,
    RecordPart,
    RecordStart,
    RecordUpload,
)
from s3enc_gui.domain.uploads.ownership import is_clearly_older
from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.domain.uploads.transfer import FileFingerprint, SentPart, Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.completion import CompletionCheck
from s3enc_gui.jobs.uploads.sending.file_content import read_content
from s3enc_gui.jobs.uploads.sending.part_check import holds, spans_noted, spans_of, with_md5
from s3enc_gui.jobs.uploads.sending.reported_bytes import ReportedBytes
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.multipart.incomplete_uploads import abort_incomplete_uploads
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects.checksums import crc64nvme
from s3enc_gui.s3.transport.exchange import LARGE
from s3enc_gui.s3.transport.interface import Body, WriteResponse
from s3enc_gui.store.files.source_file import SourceFile

MOST_UNREADABLE = 2  # answers to CreateMultipartUpload that could not be read


@dataclass(slots=True)
class MultipartSend:
    """See Cargo. `on_sent` gets the change in bytes at the server, `known` what was there."""

    context: BatchContext
    transfer: Transfer
    source: SourceFile
    stop: Cancellation
    on_sent: Callable[[int], None]
    known: ReportedBytes
    _upload: MultipartUpload | None = field(default=None)
    _begun: datetime | None = None
    _part_size: int = 0  # in bytes; 0: not known
    _lost: str | None = None  # the key of an upload that may be open, its answer was lost

    @property
    def mark(self) -> FileFingerprint:
        """See Cargo."""
        return self.source.mark

    @property
    def begun_at(self) -> str | None:
        """See Cargo."""
        return self._upload.key if self._upload else None

    @property
    def is_cheap(self) -> bool:
        """See Cargo: the condition is looked at only when all has been sent."""
        return False

    async def is_same(self) -> bool:
        """See Cargo: it is read again, which is shown as known bytes."""
        spans = spans_noted(self.transfer)
        same = await aside(holds, self.source, spans, self.stop, self.known.add)
        if not same:
            self.known.correct()
        return same

    async def earlier(self) -> SendResult | None:
        """See Cargo. An upload that is still open, and asks for the same, is gone on with."""
        send_result = await self._completed_earlier()
        self.known.correct(self._upload.arrived if self._upload else 0)
        return send_result

    async def _completed_earlier(self) -> SendResult | None:
        transfer = self.transfer
        if transfer.key is None:
            return None
        if transfer.upload is None:
            await self._sweep(transfer.key)
        elif await self._reopened(transfer.key):
            return None
        if transfer.sent is None:
            return None
        self._part_size = transfer.upload.part_size if transfer.upload else 0
        return await self._arrived(transfer.key, transfer.sent)

    async def store(self, key: str, *, was_free: bool = False) -> SendResult | None:
        """See Cargo."""
        upload = self._upload or await self._created(key)
        self._upload, self._part_size = upload, upload.part_size
        await self._send_missing(upload)
        await aside(self.source.check_unchanged, partial(self._holds, upload))
        self.stop.check()
        sent = upload.sent
        self.context.journal_writer.note(RecordContent(self.transfer.id, sent))
        await self.context.journal_writer.flush()
        begun = self._begun or self.transfer.begun
        end = CompletionCheck(self.context, upload, sent, was_free, begun, self.exact)
        send_result = await end.run()
        if send_result:
            self._upload = None
        return send_result

    async def undo(self) -> None:
        """See Cargo."""
        upload, self._upload = self._upload, None
        lost, self._lost = self._lost, None
        if lost is not None:
            await self._sweep(lost)
        if upload is not None:
            upload.client = self.context.uploader.client
            await aside(upload.abort)
            self.context.journal_writer.note(RecordUpload(self.transfer.id, None))

    async def exact(self, sent: Sent, etag: str) -> Sent:
        """See Cargo: the file is read again."""
        return await with_md5(self.source, sent, etag, self._part_size, self.stop)

    async def content(self, answer: WriteResponse) -> Sent:
        """See Cargo."""
        return await read_content(self.context, self.source, answer, self.stop)

    # --- before the first part ------------------------------------------------------------------

    async def _reopened(self, key: str) -> bool:
        """Whether the upload of an earlier run is gone on with; one that does not fit is ended."""
        known = self.transfer.upload
        if known is None:
            return False
        context = self.context

        async def ask() -> MultipartUpload | None:
            uploader, size = context.uploader, self.source.size
            return await aside(
                MultipartUpload.reopened, uploader.client, uploader.bucket, key, size, known
            )

        upload = await context.outage_gate.ask(ask)
        if upload is None:
            return False
        if known.asked != encryption_asked(context.parameters):
            await aside(upload.abort)
            context.journal_writer.note(RecordUpload(self.transfer.id, None))
            return False
        self._upload = upload
        return True

    async def _sweep(self, key: str) -> None:
        """Abort uploads to this very key whose ids nobody had time to hear or to write down."""
        context, since = self.context, self.transfer.begun or self._begun
        uploader = context.uploader

        async def sweep() -> int:
            return await aside(
                abort_incomplete_uploads, uploader.client, uploader.bucket, key, since, known
            )

        with suppress(AppError):  # nobody may list them: they are found and offered another time
            known = await aside(context.journal.known_uploads, uploader.bucket)
            if self._upload:
                known.add(self._upload.upload_id)
            await context.outage_gate.ask(sweep)

    async def _created(self, key: str) -> MultipartUpload:
        context, size = self.context, self.source.size
        self._begun = datetime.now(UTC)
        context.journal_writer.note(RecordStart(self.transfer.id, key, self.mark, self._begun))
        await context.journal_writer.flush()
        parameters = context.parameters_for(key)
        tried, unreadable = False, 0

        async def create() -> MultipartUpload:
            nonlocal tried, unreadable
            if tried:  # the answer may have been lost
                await self._sweep(key)
            tried = True
            self._lost = key
            try:
                return await aside(context.uploader.create, key, parameters, size)
            except AppError as error:
                unreadable += error.code == "UnreadableAnswer"
                if not may_have_arrived(error):
                    self._lost = None
                raise

        def patience(error: AppError) -> int:
            """Each answer that cannot be read may have made an upload of its own: no third one."""
            return patience_for(error) if unreadable < MOST_UNREADABLE else 0

        upload = await context.outage_gate.ask(create, patience=patience)
        self._upload, self._lost = upload, None
        context.journal_writer.note(RecordUpload(self.transfer.id, upload.open))
        await context.journal_writer.flush()
        if upload.retried:
            await self._sweep(key)
        return upload

    # --- the parts -------------------------------------------------------------------------------

    async def _send_missing(self, upload: MultipartUpload) -> None:
        """Send all parts; the first failure stops the others and is raised when they have ended."""
        limiter, failed = self.context.limits.parts, Cancellation()
        errors: list[BaseException] = []
        running: set[asyncio.Task[None]] = set()

        def ended(part: Part, task: asyncio.Task[None]) -> None:
            error = Cancelled() if task.cancelled() else task.exception()
            running.discard(task)
            limiter.leave(part.size, done=error is None)
            if error is not None:
                errors.append(error)
                failed.set()

        self.stop.listen(failed.set)
        try:
            for part in upload.missing():
                await limiter.enter(part.size)
                task = asyncio.create_task(self._send(upload, part, failed))
                running.add(task)
                task.add_done_callback(partial(ended, part))
                if failed.is_set:
                    break
            while running and not failed.is_set:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.stop.unlisten(failed.set)
            failed.set()
            for task in running:
                task.cancel()
            await settled(tuple(running))
        self.stop.check()
        if errors:
            raise next((error for error in errors if isinstance(error, Exception)), Cancelled())

    async def _send(self, upload: MultipartUpload, part: Part, failed: Cancellation) -> None:
        buffers, told = self.context.limits.buffers, ReportedBytes(self.on_sent)
        buffer = buffers.take(part.size)
        data = memoryview(buffer)[: part.size]

        def on_sent(change: int) -> None:
            told.add(change)
            if part.size >= LARGE:
                self.context.limits.brake(change, failed)

        body = Body(data, on_sent, failed)

        async def send() -> SentPart:
            told.correct()
            if part.size < LARGE:  # it is sent from the loop, which must not be kept waiting
                await self.context.limits.rest(part.size)
            return await self.context.uploader.send(upload, part, body, crc)

        try:
            failed.check()
            crc = await aside(self._read, data, part.offset)
            sent = await self.context.outage_gate.ask(
                send, self.context.limits.parts.adaptive_limit.trouble
            )
        except BaseException:
            told.correct()
            raise
        finally:
            buffers.give_back(buffer)
        self.context.journal_writer.note(RecordPart(self.transfer.id, sent))
        self.context.journal_writer.hurry()

    def _holds(self, upload: MultipartUpload) -> bool:
        """Whether the file still holds what was sent; blocks."""
        return holds(self.source, spans_of(upload.open), self.stop)

    def _read(self, data: memoryview, offset: int) -> int:
        self.source.read_into(data, offset)
        return crc64nvme(data)

    # --- after the last part ---------------------------------------------------------------------

    async def _arrived(self, key: str, sent: Sent) -> SendResult | None:
        """Return what there is if an earlier run made it: it asked for it before it ended."""
        found = await self.context.outage_gate.ask(lambda: self.context.found(key))
        if not found or is_clearly_older(found.modified, self.transfer.begun):
            return None
        same = await found.compared(sent, self.exact)  # which may read all of the file
        return SendResult.of(key, sent, found) if same else None

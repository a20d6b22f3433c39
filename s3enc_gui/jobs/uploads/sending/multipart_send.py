"""Sends a large file with a multipart upload."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from s3enc_gui.aio.cancellation import Cancellation, in_thread
from s3enc_gui.aio.outage_gate import retries_for
from s3enc_gui.aio.task_group import run_limited
from s3enc_gui.domain.client_side.envelope import Envelope
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.journal_changes import (
    RecordContent,
    RecordPart,
    RecordStart,
    RecordUpload,
)
from s3enc_gui.domain.uploads.ownership import is_clearly_older
from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.domain.uploads.request_parameters import requested_encryption
from s3enc_gui.domain.uploads.transfer import FileFingerprint, SentPart, Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.completion import Completion
from s3enc_gui.jobs.uploads.sending.file_content import checksums_of
from s3enc_gui.jobs.uploads.sending.part_check import (
    has_spans,
    recorded_spans,
    spans_of,
    with_multipart_md5,
)
from s3enc_gui.jobs.uploads.sending.reported_bytes import ReportedBytes
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult
from s3enc_gui.s3.checksums import crc64nvme
from s3enc_gui.s3.errors.translation import may_have_arrived
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.transport.exchange import LARGE
from s3enc_gui.s3.transport.interface import Body, WriteResponse
from s3enc_gui.store.files.source_file import SourceFile

MOST_UNREADABLE = 2  # unreadable responses to CreateMultipartUpload before it fails


@dataclass(slots=True)
class MultipartSend:
    """Implements SendStrategy.

    `on_sent` gets the change in bytes at S3, `known` reports bytes that an earlier run sent.
    `size` is that of the object; `envelope`, if any, is the metadata of client-side encryption.
    """

    context: BatchContext
    transfer: Transfer
    source: SourceFile
    stop: Cancellation
    on_sent: Callable[[int], None]
    known: ReportedBytes
    size: int = field(init=False)
    envelope: Envelope = field(init=False, default=())
    _upload: MultipartUpload | None = None
    _begun: datetime | None = None
    _part_size: int = 0  # in bytes; 0: not known
    _lost_key: str | None = None  # of an upload that may be open: its id was lost

    def __post_init__(self) -> None:
        self.size = self.source.size

    @property
    def fingerprint(self) -> FileFingerprint:
        """See SendStrategy."""
        return self.source.mark

    @property
    def resumed_key(self) -> str | None:
        """See SendStrategy."""
        return self._upload.key if self._upload else None

    @property
    def skips_lookup(self) -> bool:
        """See SendStrategy: S3 checks the condition only after all parts were sent."""
        return False

    async def is_unchanged(self) -> bool:
        """See SendStrategy. Reads the file again; the progress begins at what was sent before."""
        spans = recorded_spans(self.transfer)
        self.known.correct(sum(span.size for span in spans))
        reads = self.context.limits.reads
        same = await reads.run(has_spans, self.source, spans, self.stop)
        if not same:
            self.known.correct()
        return same

    async def find_earlier(self) -> SendResult | None:
        """See SendStrategy. An open upload with the same encryption is resumed."""
        send_result = await self._completed_earlier()
        self.known.correct(self._upload.stored_bytes if self._upload else 0)
        return send_result

    async def _completed_earlier(self) -> SendResult | None:
        transfer = self.transfer
        if transfer.key is None:
            return None
        if transfer.upload is None:
            await self._abort_unknown(transfer.key)
        elif await self._resumed(transfer.key):
            return None
        if transfer.sent is None:
            return None
        self._part_size = transfer.upload.part_size if transfer.upload else 0
        context = transfer.upload.context if transfer.upload else None
        return await self._find_stored(transfer.key, transfer.sent, context)

    async def store(self, key: str, *, was_free: bool = False) -> SendResult | None:
        """See SendStrategy."""
        upload = self._upload or await self._create(key)
        self._upload, self._part_size = upload, upload.part_size
        await self._send_missing(upload)
        reads = self.context.limits.reads
        await reads.run(self.source.check_unchanged, partial(self._has_sent, upload))
        self.stop.check()
        sent = replace(upload.sent, envelope=self.envelope)
        self.context.journal_writer.record(RecordContent(self.transfer.id, sent))
        await self.context.journal_writer.flush()
        begun = self._begun or self.transfer.begun
        completion = Completion(self.context, upload, sent, was_free, begun, self.with_md5)
        send_result = await completion.run()
        if send_result:
            self._upload = None
        return send_result

    async def clean_up(self) -> None:
        """See SendStrategy."""
        upload, self._upload = self._upload, None
        lost_key, self._lost_key = self._lost_key, None
        if lost_key is not None:
            await self._abort_unknown(lost_key)
        if upload is not None:
            upload.client = self.context.uploader.client
            await self._abort(upload)

    async def with_md5(self, sent: Sent, etag: str) -> Sent:
        """See SendStrategy. Reads the file again."""
        reads = self.context.limits.reads
        return await with_multipart_md5(reads, self.source, sent, etag, self._part_size, self.stop)

    async def read_sent(self, answer: WriteResponse) -> Sent:
        """See SendStrategy."""
        return await checksums_of(self.context, self.source, answer, self.stop)

    # --- before the first part ------------------------------------------------------------------

    async def _resumed(self, key: str) -> bool:
        """Whether the upload of an earlier run is resumed; one with other encryption is aborted."""
        known = self.transfer.upload
        if known is None:
            return False
        context = self.context

        async def reopen() -> MultipartUpload | None:
            uploader, size = context.uploader, self.source.size
            return await in_thread(
                MultipartUpload.resume, uploader.client, uploader.bucket, key, size, known
            )

        upload = await context.outage_gate.run(reopen)
        if upload is None:
            return False
        if known.asked != requested_encryption(context.parameters):
            await self._abort(upload)
            return False
        self._upload = upload
        return True

    async def _abort(self, upload: MultipartUpload) -> None:
        await in_thread(upload.abort)
        self.context.journal_writer.record(RecordUpload(self.transfer.id, None))

    async def _abort_unknown(self, key: str) -> None:
        """Abort uploads to this key whose ids were lost before the journal had them."""
        context, since = self.context, self.transfer.begun or self._begun
        with suppress(AppError):  # listing denied: shown later under Incomplete uploads
            known = await context.known_uploads()
            if self._upload:
                known.add(self._upload.upload_id)
            await context.outage_gate.run(lambda: context.abort_unknown_uploads(key, since, known))

    async def _create(self, key: str) -> MultipartUpload:
        context, size = self.context, self.size
        self._begun = datetime.now(UTC)
        context.journal_writer.record(
            RecordStart(self.transfer.id, key, self.fingerprint, self._begun)
        )
        await context.journal_writer.flush()
        parameters = context.parameters_for(key, self.envelope)
        tried, unreadable = False, 0

        async def create() -> MultipartUpload:
            nonlocal tried, unreadable
            if tried:  # the response may have been lost
                await self._abort_unknown(key)
            tried = True
            self._lost_key = key
            try:
                return await in_thread(context.uploader.create, key, parameters, size)
            except AppError as error:
                unreadable += error.code == "UnreadableAnswer"
                if not may_have_arrived(error):
                    self._lost_key = None
                raise

        def retries(error: AppError) -> int:
            """Limit unreadable responses: each of them may have created an upload."""
            return retries_for(error) if unreadable < MOST_UNREADABLE else 0

        upload = await context.outage_gate.run(create, retries=retries)
        self._upload, self._lost_key = upload, None
        context.journal_writer.record(RecordUpload(self.transfer.id, upload.open))
        await context.journal_writer.flush()
        if upload.retried:
            await self._abort_unknown(key)
        return upload

    # --- the parts -------------------------------------------------------------------------------

    async def _send_missing(self, upload: MultipartUpload) -> None:
        await run_limited(
            upload.missing(),
            partial(self._send, upload),
            size_of=lambda part: part.size,
            limiter=self.context.limits.parts,
            stop=self.stop,
        )

    async def _send(self, upload: MultipartUpload, part: Part, stop: Cancellation) -> None:
        limits, reported = self.context.limits, ReportedBytes(self.on_sent)
        buffer = limits.buffers.take(part.size)
        data = memoryview(buffer)[: part.size]

        def on_sent(change: int) -> None:
            reported.add(change)
            if part.size >= LARGE:
                limits.throttle_thread(change, stop)

        body = Body(data, on_sent, stop)

        async def send() -> SentPart:
            reported.correct()
            if part.size < LARGE:  # sent on the loop, which must not block
                await limits.throttle(part.size)
            return await self.context.uploader.send(upload, part, body, crc)

        read = False
        try:
            stop.check()
            crc = await self._fill(data, part)
            read = True
            sent = await self.context.outage_gate.run(send, limits.parts.adaptive_limit.back_off)
        except BaseException:
            reported.correct()
            raise
        finally:
            if read:  # otherwise a thread may still fill it
                limits.buffers.give_back(buffer)
        self.context.journal_writer.record(RecordPart(self.transfer.id, sent))
        self.context.journal_writer.write_now()

    def _has_sent(self, upload: MultipartUpload) -> bool:
        """Whether the file still has the bytes that were sent; blocks."""
        return has_spans(self.source, spans_of(upload.open), self.stop)

    async def _fill(self, data: memoryview, part: Part) -> int:
        """Read a part; return its CRC64NVME."""
        return await self.context.limits.reads.run(self._read, data, part.offset)

    def _read(self, data: memoryview, offset: int) -> int:
        self._read_into(data, offset)
        return crc64nvme(data)

    def _read_into(self, data: memoryview, offset: int) -> None:
        self.source.read_into(data, offset)

    # --- after the last part ---------------------------------------------------------------------

    async def _find_stored(
        self, key: str, sent: Sent, context: ContextPairs | None
    ) -> SendResult | None:
        """Return the object if an earlier run completed it: CompleteMultipartUpload was sent."""
        found = await self.context.outage_gate.run(lambda: self.context.found(key))
        if not found or is_clearly_older(found.modified, self.transfer.begun):
            return None
        same = await found.compared(sent, self.with_md5)  # may read the whole file
        return SendResult.of(key, sent, found, context=context) if same else None

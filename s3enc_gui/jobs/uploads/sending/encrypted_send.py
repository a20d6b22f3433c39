"""Sends files that are encrypted before they are sent (client-side encryption).

Each run encrypts a file with a new data key, so what an earlier run sent can't be continued. What
it completed is recognized by the checksum of its encrypted bytes, which the journal has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from s3enc_gui.aio.cancellation import Cancellation, in_thread
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.ownership import is_clearly_older
from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.domain.uploads.transfer import Transfer
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.file_encryption import (
    SENT_AGAIN,
    EncryptedFile,
    FileEncryption,
)
from s3enc_gui.jobs.uploads.sending.multipart_send import MultipartSend
from s3enc_gui.jobs.uploads.sending.part_check import has_spans
from s3enc_gui.jobs.uploads.sending.reported_bytes import ReportedBytes
from s3enc_gui.jobs.uploads.sending.send_strategy import SendResult, SendStrategy
from s3enc_gui.jobs.uploads.sending.single_put import FileContents, SinglePut
from s3enc_gui.s3.checksums import crc64nvme
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.transport.interface import Body, WriteResponse
from s3enc_gui.store.files.source_file import SourceFile


class ReportedUpTo:
    """Reports bytes that were sent, up to the size of the file: encrypted, it has a few more."""

    def __init__(self, size: int, report: Callable[[int], None]) -> None:
        self._size, self._report = size, report
        self._sent, self._lock = 0, Lock()

    def __call__(self, change: int) -> None:
        """Report a change of the bytes sent. Thread-safe."""
        with self._lock:
            before = min(self._sent, self._size)
            self._sent += change
            now = min(self._sent, self._size) - before
        if now:
            self._report(now)


@dataclass
class EncryptedPut(SinglePut):
    """SinglePut of an encrypted file; it is encrypted when it is about to be sent."""

    encryption: FileEncryption
    on_sent: Callable[[int], None]
    _sent: Sent | None = None

    async def is_unchanged(self) -> bool:
        """See SendStrategy: the object's checksum is that of encrypted bytes."""
        return self.transfer.mark == self.fingerprint

    async def find_earlier(self) -> SendResult | None:
        """See SendStrategy."""
        key, sent = self.transfer.key, self.transfer.sent
        if key is None or sent is None or not self.context.if_absent:
            return None
        return await self.context.outage_gate.run(lambda: self._find_sent(key, sent))

    async def _find_sent(self, key: str, sent: Sent) -> SendResult | None:
        try:
            found = await self.context.found(key)
        except AppError as error:
            if error.code == "403":
                return None
            raise
        if not found or is_clearly_older(found.modified, self.transfer.begun):
            return None
        return SendResult.of(key, sent, found) if found.matches(sent) else None

    async def store(self, key: str, *, was_free: bool = False) -> SendResult | None:
        """See SendStrategy."""
        if not self.contents.envelope:
            plain = self.contents.data
            data, envelope = await self.context.outage_gate.run(
                lambda: self.encryption.whole(plain)
            )
            crc = await in_thread(crc64nvme, data)
            self.contents = replace(self.contents, data=data, crc=crc, envelope=envelope)
            self._sent = await super().with_md5(super().sent, "")  # another run can't compute it
            self.body = Body(data, ReportedUpTo(len(plain), self.on_sent), self.body.stop)
        return await super().store(key, was_free=was_free)

    @property
    def sent(self) -> Sent:
        """What is sent, once it is encrypted."""
        return self._sent or _INCOMPARABLE

    async def with_md5(self, sent: Sent, etag: str) -> Sent:
        """See SendStrategy: it has the MD5 already."""
        return sent

    async def read_sent(self, answer: WriteResponse) -> Sent:
        """See SendStrategy: an object can't be compared with a file that is not encrypted."""
        return _INCOMPARABLE


@dataclass
class EncryptedMultipart(MultipartSend):
    """MultipartSend of an encrypted file; `on_notice` gets that it is sent again."""

    encryption: FileEncryption = field(kw_only=True)
    on_notice: Callable[[AppError], None] = field(kw_only=True)
    _encrypted: EncryptedFile | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def is_unchanged(self) -> bool:
        """See SendStrategy: the journal has checksums of encrypted bytes only."""
        return self.transfer.mark == self.fingerprint

    async def with_md5(self, sent: Sent, etag: str) -> Sent:
        """See SendStrategy: the encrypted bytes are gone."""
        return sent

    async def read_sent(self, answer: WriteResponse) -> Sent:
        """See SendStrategy: an object can't be compared with a file that is not encrypted."""
        return _INCOMPARABLE

    async def _resumed(self, key: str) -> bool:
        """Abort the upload of an earlier run."""
        known = self.transfer.upload
        if known is not None:
            uploader = self.context.uploader
            await self._abort(
                MultipartUpload.existing(uploader.client, uploader.bucket, key, known.upload_id)
            )
            if known.parts and self.transfer.sent is None:
                self.on_notice(SENT_AGAIN)
        return False

    async def _create(self, key: str) -> MultipartUpload:
        self._encrypted = await self.context.outage_gate.run(
            lambda: self.encryption.begin(self.source)
        )
        self.size = self._encrypted.size
        self.envelope = self._encrypted.envelope
        return await super()._create(key)

    async def _fill(self, data: memoryview, part: Part) -> int:
        async with self._turn:  # parts get here in their order
            return await super()._fill(data, part)

    def _read_into(self, data: memoryview, offset: int) -> None:
        if self._encrypted is None:
            raise ValueError("Not encrypted")
        self._encrypted.read_into(data, offset)

    def _has_sent(self, upload: MultipartUpload) -> bool:
        spans = self._encrypted.spans if self._encrypted else []
        return has_spans(self.source, spans, self.stop)


_INCOMPARABLE = Sent(-1, "")


def single_put(
    context: BatchContext,
    transfer: Transfer,
    contents: FileContents,
    body: Body,
    recorded_key: str | None,
) -> SendStrategy:
    """Return how a small file is sent. An empty folder has nothing to encrypt."""
    if context.encryption is None or transfer.item.is_folder:
        return SinglePut(context, transfer, contents, body, recorded_key)
    on_sent = body.on_sent
    return EncryptedPut(
        context, transfer, contents, body, recorded_key, context.encryption, on_sent
    )


def multipart_send(
    context: BatchContext,
    transfer: Transfer,
    source: SourceFile,
    stop: Cancellation,
    known: ReportedBytes,
    on_sent: Callable[[int], None],
    on_notice: Callable[[AppError], None],
) -> SendStrategy:
    """Return how a large file is sent."""
    if context.encryption is None:
        return MultipartSend(context, transfer, source, stop, on_sent, known)
    report = ReportedUpTo(source.size, on_sent)
    return EncryptedMultipart(
        context,
        transfer,
        source,
        stop,
        report,
        known,
        encryption=context.encryption,
        on_notice=on_notice,
    )

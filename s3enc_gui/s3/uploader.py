"""The engine: one file to one object, by PutObject or by parts.

s3transfer's `upload_file` refuses BucketKeyEnabled and conditional writes and hands no answer back,
so the parts are ours (docs/decisions/0002-own-multipart-engine.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_EXCEPTION, Executor, wait
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.parts import SINGLE_PUT_BELOW, Part, cut
from s3enc_gui.domain.proof import Sent
from s3enc_gui.s3.arrival import arrived
from s3enc_gui.s3.byte_budget import ByteBudget
from s3enc_gui.s3.checksums import as_header, crc64nvme, md5, md5_header, refuses_checksum
from s3enc_gui.s3.multipart import MultipartUpload
from s3enc_gui.s3.source import Source
from s3enc_gui.s3.transport import Answer, Body, Transport

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Watch:
    """How an upload is watched and stopped; both are called from several threads."""

    on_sent: Callable[[int], None] = lambda _: None
    checkpoint: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Order:
    """One object to store: its key, parameters as from `domain.request`, and the condition.

    `if_absent` makes the write conditional (`If-None-Match: *`).
    """

    key: str
    parameters: Mapping[str, object]
    if_absent: bool = False

    @property
    def condition(self) -> dict[str, object]:
        """The parameter of PutObject and CompleteMultipartUpload."""
        return {"IfNoneMatch": "*"} if self.if_absent else {}


@dataclass(slots=True)
class Uploader:
    """Uploads the files of one job to one bucket; several threads may upload at once.

    `parts` runs the parts of all files. `crc` turns false, for the rest of the job, as soon as the
    server says that it does not know CRC64NVME; then Content-MD5 guards the way.
    """

    client: S3Client
    transport: Transport
    bucket: str
    parts: Executor
    budget: ByteBudget
    crc: bool = True

    def upload(self, source: Source, order: Order, watch: Watch) -> tuple[Sent, Answer]:
        """Store one file and return what was sent and what S3 answered.

        Raises AppError or Cancelled; in both cases nothing is left behind.
        """
        send = self._single if source.size < SINGLE_PUT_BELOW else self._in_parts
        crc = self.crc
        try:
            return send(source, order, watch, crc=crc)
        except AppError as error:
            if not (crc and refuses_checksum(error)):
                raise
            self.crc = False
            return send(source, order, watch, crc=False)

    def _single(
        self, source: Source, order: Order, watch: Watch, *, crc: bool
    ) -> tuple[Sent, Answer]:
        with self.budget.hold(source.size):
            data = source.read(0, source.size)
            source.check_unchanged()
            guard, value = _guard(data, crc=crc)
            sent = Sent(source.size, as_header(value), md5(data).hex())
            body = Body(data, watch.on_sent, watch.checkpoint)
            parameters = {**order.parameters, **order.condition, **guard}
            try:
                answer = self.transport.put_object(self.bucket, order.key, body, parameters)
            except AppError as error:
                if not order.if_absent:  # an older object of the same bytes would look like ours
                    raise
                answer = arrived(error, self.transport, self.bucket, order.key, sent)
        return sent, answer

    def _in_parts(
        self, source: Source, order: Order, watch: Watch, *, crc: bool
    ) -> tuple[Sent, Answer]:
        watch.checkpoint()
        upload = MultipartUpload.create(
            self.client, self.bucket, order.key, order.parameters, source.size, crc=crc
        )
        try:
            self._send_parts(upload, source, watch)
            source.check_unchanged()
            watch.checkpoint()
            return upload.sent, self._completed(upload, order)
        except BaseException:
            upload.abort()
            raise

    def _completed(self, upload: MultipartUpload, order: Order) -> Answer:
        try:
            return upload.complete(order.condition)
        except AppError as error:
            if upload.is_open():
                raise
            return arrived(error, self.transport, self.bucket, order.key, upload.sent)

    def _send_parts(self, upload: MultipartUpload, source: Source, watch: Watch) -> None:
        """Send all parts; the first failure stops the others and is raised when they have ended."""
        failed = Event()

        def checkpoint() -> None:
            watch.checkpoint()
            if failed.is_set():
                raise Cancelled

        def send(part: Part) -> None:
            checkpoint()
            with self.budget.hold(part.size):
                data = source.read(part.offset, part.size)
                guard, crc = _guard(data, crc=upload.crc)
                body = Body(data, watch.on_sent, checkpoint)
                answer = self.transport.upload_part(
                    upload.bucket, upload.key, upload.upload_id, part.number, body, guard
                )
                upload.finished(part, crc, data, answer)

        running = [self.parts.submit(send, part) for part in cut(source.size)]
        done, rest = wait(running, return_when=FIRST_EXCEPTION)
        failed.set()
        for future in rest:
            future.cancel()
        wait(rest)
        for future in done:
            future.result()


def _guard(data: bytes, *, crc: bool) -> tuple[dict[str, object], int]:
    """Return the header that lets the server check the bytes, and their CRC64NVME."""
    value = crc64nvme(data)
    if crc:
        return {"ChecksumCRC64NVME": as_header(value)}, value
    return {"ContentMD5": md5_header(md5(data))}, value

"""A file read from beginning to end, to be compared with an object that is there already."""

from __future__ import annotations

from functools import partial

from s3enc_gui.aio.cancellation import Cancellation, aside
from s3enc_gui.domain.encryption.object_details import WHOLE
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.uploads.parts import Part, cut, part_size
from s3enc_gui.domain.uploads.transfer import SentPart
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.part_check import holds, spans_of
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.objects.checksums import crc64nvme, md5
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.store.files.source_file import SourceFile


async def read_content(
    context: BatchContext, source: SourceFile, answer: WriteResponse, stop: Cancellation
) -> Sent:
    """Return what would be sent of a file that goes in parts. Raises AppError or Cancelled.

    MD5s, which take long, are computed only where the answer names no checksum of the whole.
    """
    uploader, size = context.uploader, part_size(source.size)
    upload = MultipartUpload(
        uploader.client, uploader.bucket, "", source.size, crc=True, upload_id="", part_size=size
    )
    limiter, buffers = context.limits.parts, context.limits.buffers
    with_md5 = answer.checksum is None or answer.checksum.kind != WHOLE
    for part in cut(source.size, size):
        stop.check()
        await limiter.enter(part.size)
        buffer = buffers.take(part.size)
        try:
            data = memoryview(buffer)[: part.size]
            upload.note(await aside(_read, source, part, data, with_md5))
        finally:
            buffers.give_back(buffer)
            limiter.leave(part.size)
    await aside(source.check_unchanged, partial(holds, source, spans_of(upload.open), stop))
    return upload.sent


def _read(source: SourceFile, part: Part, data: memoryview, with_md5: bool) -> SentPart:
    source.read_into(data, part.offset)
    digest = md5(data) if with_md5 else None
    return SentPart(part.number, part.size, "", crc64nvme(data), digest)

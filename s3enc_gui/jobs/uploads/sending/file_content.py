"""Checksums of a complete large file, to compare it with an object that exists already."""

from __future__ import annotations

from functools import partial

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.encryption.object_details import WHOLE
from s3enc_gui.domain.uploads.parts import Part, part_size, split
from s3enc_gui.domain.uploads.transfer import SentPart
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.part_check import has_spans, spans_of
from s3enc_gui.s3.checksums import crc64nvme, md5
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.store.files.source_file import SourceFile


async def checksums_of(
    context: BatchContext, source: SourceFile, answer: WriteResponse, stop: Cancellation
) -> Sent:
    """Return what a multipart upload of the file would send. Raises AppError or Cancelled.

    MD5s, which are slow, are computed only if `answer` has no checksum of the whole object.
    """
    uploader, size = context.uploader, part_size(source.size)
    upload = MultipartUpload(
        uploader.client, uploader.bucket, "", source.size, crc=True, upload_id="", part_size=size
    )
    limits, limiter, buffers = context.limits, context.limits.parts, context.limits.buffers
    with_md5 = answer.checksum is None or answer.checksum.kind != WHOLE
    for part in split(source.size, size):
        stop.check()
        await limiter.enter(part.size)
        buffer = buffers.take(part.size)
        try:
            data = memoryview(buffer)[: part.size]
            upload.add(await limits.reads.run(_read, source, part, data, with_md5))
            buffers.give_back(buffer)  # not after a cancellation: a thread may still fill it
        finally:
            limiter.leave(part.size)
    is_same = partial(has_spans, source, spans_of(upload.open), stop)
    await limits.reads.run(source.check_unchanged, is_same)
    return upload.sent


def _read(source: SourceFile, part: Part, data: memoryview, with_md5: bool) -> SentPart:
    source.read_into(data, part.offset)
    digest = md5(data) if with_md5 else None
    return SentPart(part.number, part.size, "", crc64nvme(data), digest)

"""Reads a file again: whether it has the bytes that were sent, and its multipart ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.aio.file_reads import FileReads
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.uploads.parts import MIB, split
from s3enc_gui.domain.uploads.transfer import OpenUpload, Transfer
from s3enc_gui.s3.checksums import MD5_LENGTH, as_header, crc64nvme, multipart_etag
from s3enc_gui.store.files.source_file import SourceFile

PIECE = MIB  # bytes read at a time


class SentSpan(NamedTuple):
    """Bytes of a file that were sent: offset, size, and their CRC64NVME (base64)."""

    offset: int
    size: int
    crc: str


def spans_of(upload: OpenUpload) -> list[SentSpan]:
    """Return what was sent as parts of an upload."""
    return [
        SentSpan((part.number - 1) * upload.part_size, part.size, as_header(part.crc))
        for part in upload.parts
    ]


def recorded_spans(transfer: Transfer) -> list[SentSpan]:
    """Return what an earlier run sent of a file, according to the journal."""
    if transfer.sent is not None:
        return [SentSpan(0, transfer.sent.size, transfer.sent.crc64nvme)]
    return spans_of(transfer.upload) if transfer.upload else []


def has_spans(
    source: SourceFile,
    spans: Iterable[SentSpan],
    stop: Cancellation,
    on_read: Callable[[int], None] = lambda _: None,
) -> bool:
    """Whether the file has these bytes; blocks. `on_read` gets the number of bytes compared.

    Raises Cancelled, and AppError if the file can't be read.
    """
    buffer = memoryview(bytearray(PIECE))
    return all(_crc(source, span, buffer, stop, on_read) == span.crc for span in spans)


async def with_multipart_md5(
    reads: FileReads,
    source: SourceFile,
    sent: Sent,
    etag: str,
    part_size: int,
    stop: Cancellation,
) -> Sent:
    """Return `sent` with the multipart ETag of the file, if `etag` can be one.

    Reads the whole file. `part_size` is 0 if it isn't known. Raises nothing: `sent` is returned
    unchanged if the file can't be read.
    """
    digits, _, count = etag.partition("-")
    fits = part_size and len(digits) == MD5_LENGTH and count == str(-(-sent.size // part_size))
    if sent.md5_etag or not fits:
        return sent
    try:
        return replace(
            sent, md5_etag=await reads.run(_md5_etag, source, sent.size, part_size, stop)
        )
    except (AppError, Cancelled):
        return sent


def _md5_etag(source: SourceFile, size: int, part_size: int, stop: Cancellation) -> str:
    buffer, digests = memoryview(bytearray(PIECE)), list[bytes]()
    for part in split(size, part_size):
        digest = hashlib.md5(usedforsecurity=False)
        for piece in _pieces(source, part.offset, part.size, buffer, stop):
            digest.update(piece)
        digests.append(digest.digest())
    return multipart_etag(digests)


def _crc(
    source: SourceFile,
    span: SentSpan,
    buffer: memoryview,
    stop: Cancellation,
    on_read: Callable[[int], None],
) -> str | None:
    """Return the CRC64NVME of the bytes there now; None: the file is shorter."""
    crc = 0
    try:
        for piece in _pieces(source, span.offset, span.size, buffer, stop):
            crc = crc64nvme(piece, crc)
            on_read(len(piece))
    except AppError as error:
        if error.code == "FileChanged":
            return None
        raise
    return as_header(crc)


def _pieces(
    source: SourceFile, start: int, size: int, buffer: memoryview, stop: Cancellation
) -> Iterator[memoryview]:
    """Yield the bytes of a file in pieces of the buffer's size; each overwrites the one before."""
    for offset in range(start, start + size, len(buffer)):
        stop.check()
        piece = buffer[: start + size - offset]
        source.read_into(piece, offset)
        stop.check()  # a slow read may end long after the cancellation
        yield piece

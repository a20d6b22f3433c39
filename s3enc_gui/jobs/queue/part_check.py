"""Whether a file still holds what was sent of it: read again, and compared by CRC64NVME."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.parts import MIB
from s3enc_gui.domain.transfer import OpenUpload, Transfer
from s3enc_gui.s3.checksums import as_header, crc64nvme
from s3enc_gui.s3.stop import Stop
from s3enc_gui.store.source_file import SourceFile

PIECE = MIB  # bytes read at a time


class Span(NamedTuple):
    """Bytes of a file that were sent: where, how many, and their CRC64NVME (base64)."""

    offset: int
    size: int
    crc: str


def spans_of(upload: OpenUpload) -> list[Span]:
    """Return what was sent as parts of an upload."""
    return [
        Span((part.number - 1) * upload.part_size, part.size, as_header(part.crc))
        for part in upload.parts
    ]


def spans_noted(transfer: Transfer) -> list[Span]:
    """Return what an earlier run sent of a file, as far as the journal knows."""
    if transfer.sent is not None:
        return [Span(0, transfer.sent.size, transfer.sent.crc64nvme)]
    return spans_of(transfer.upload) if transfer.upload else []


def holds(
    source: SourceFile,
    spans: Iterable[Span],
    stop: Stop,
    on_read: Callable[[int], None] = lambda _: None,
) -> bool:
    """Whether the file holds the same bytes there; blocks. `on_read` gets the bytes compared.

    Raises Cancelled, and AppError where it cannot be read.
    """
    buffer = memoryview(bytearray(PIECE))
    return all(_crc(source, span, buffer, stop, on_read) == span.crc for span in spans)


def _crc(
    source: SourceFile, span: Span, buffer: memoryview, stop: Stop, on_read: Callable[[int], None]
) -> str | None:
    """Return the checksum of what is there now; None where the file is shorter."""
    crc, end = 0, span.offset + span.size
    for offset in range(span.offset, end, PIECE):
        stop.check()
        piece = buffer[: min(PIECE, end - offset)]
        try:
            source.read_into(piece, offset)
        except AppError as error:
            if error.code == "FileChanged":
                return None
            raise
        crc = crc64nvme(piece, crc)
        on_read(len(piece))
    return as_header(crc)

"""Part sizes (S3 User Guide, Amazon S3 multipart upload limits)."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.dataclass import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB
MAX_PARTS = 10_000
MAX_PART = 5 * GIB
MAX_OBJECT = MAX_PARTS * MAX_PART  # 48.8 TiB
USUAL_PART = 8 * MIB
SINGLE_PUT_BELOW = 2 * USUAL_PART  # smaller files are sent with PutObject


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its number (from 1), its offset and its size in bytes."""

    number: int
    offset: int
    size: int


def part_size(file_size: int) -> int:
    """Return the part size in bytes: 8 MiB, or more if 10,000 parts wouldn't be enough."""
    needed = -(-file_size // MAX_PARTS)
    whole_mib = -(-needed // MIB) * MIB
    return min(max(USUAL_PART, whole_mib), MAX_PART)


def split(file_size: int, size: int | None = None) -> Iterator[Part]:
    """Yield the parts of a file in order; all but the last have the same size in bytes.

    `size` is the part size of an upload to resume; the default is that of `part_size`.
    """
    size = size or part_size(file_size)
    for number, offset in enumerate(range(0, file_size, size), start=1):
        yield Part(number, offset, min(size, file_size - offset))

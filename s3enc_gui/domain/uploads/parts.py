"""How a file is cut into parts (userguide, qfacts)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB
MAX_PARTS = 10_000
MIN_PART = 5 * MIB
MAX_PART = 5 * GIB
MAX_OBJECT = MAX_PARTS * MAX_PART  # 48.8 TiB
USUAL_PART = 8 * MIB
SINGLE_PUT_BELOW = 2 * USUAL_PART  # smaller files go in one PutObject


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its number from 1, its first byte and its length in bytes."""

    number: int
    offset: int
    size: int


def part_size(file_size: int) -> int:
    """Return the part size in bytes: 8 MiB, more only where 10,000 parts would not do."""
    needed = -(-file_size // MAX_PARTS)
    whole_mib = -(-needed // MIB) * MIB
    return min(max(USUAL_PART, whole_mib), MAX_PART)


def cut(file_size: int, size: int | None = None) -> Iterator[Part]:
    """Yield the parts of a file in order; all but the last have the same size in bytes.

    `size` is that of an upload begun earlier, by default what `part_size` says.
    """
    size = size or part_size(file_size)
    for number, offset in enumerate(range(0, file_size, size), start=1):
        yield Part(number, offset, min(size, file_size - offset))

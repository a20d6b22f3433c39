"""Reusable part buffers, outside the heap, which they would fragment."""

from __future__ import annotations

import mmap
import sys
from contextlib import suppress

MAX_IDLE = 16  # buffers


class BufferPool:
    """Hands out buffers of at least the requested size. To be used on one loop."""

    def __init__(self) -> None:
        self._size = 0  # bytes, of every idle buffer
        self._idle: list[mmap.mmap] = []

    def take(self, size: int) -> mmap.mmap:
        """Return a buffer of at least `size` bytes (1 or more) with arbitrary content.

        Doesn't touch the memory: the system provides it when the buffer is filled, on the thread
        that fills it. A bytearray would be cleared here, on the loop: 5 ms for 8 MiB.
        """
        if size > self._size:  # smaller buffers are of no use from now on
            self._size = size
            self._idle.clear()
        return self._idle.pop() if self._idle else _memory(self._size)

    def give_back(self, buffer: mmap.mmap) -> None:
        """Return a buffer that is no longer in use to the pool."""
        if len(buffer) == self._size and len(self._idle) < MAX_IDLE:
            self._idle.append(buffer)

    def clear(self) -> None:
        """Free all idle buffers."""
        self._idle.clear()
        self._size = 0


def _memory(size: int) -> mmap.mmap:
    """Return memory of the system; it is freed with the last reference."""
    if sys.platform == "win32":
        return mmap.mmap(-1, size)
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if sys.platform == "linux":
        with suppress(OSError):  # a kernel without them
            memory.madvise(mmap.MADV_HUGEPAGE)  # 4 page faults instead of 2,048 for 8 MiB
    return memory

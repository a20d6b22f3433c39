"""Reusable part buffers; avoids heap fragmentation."""

from __future__ import annotations

MAX_IDLE = 16  # buffers


class BufferPool:
    """Hands out buffers of at least the requested size. To be used on one loop."""

    def __init__(self) -> None:
        self._size = 0  # bytes, of every idle buffer
        self._idle: list[bytearray] = []

    def take(self, size: int) -> bytearray:
        """Return a buffer of at least `size` bytes with arbitrary content."""
        if size > self._size:  # smaller buffers are of no use from now on
            self._size = size
            self._idle.clear()
        return self._idle.pop() if self._idle else bytearray(self._size)

    def give_back(self, buffer: bytearray) -> None:
        """Return a buffer that is no longer in use to the pool."""
        if len(buffer) == self._size and len(self._idle) < MAX_IDLE:
            self._idle.append(buffer)

    def clear(self) -> None:
        """Free all idle buffers."""
        self._idle.clear()
        self._size = 0

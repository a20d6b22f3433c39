"""Memory for parts, used again: what is given back to the system piece by piece stays in pieces."""

from __future__ import annotations

KEPT = 16  # buffers of one size that wait for use


class BufferPool:
    """Hands out buffers by their size in bytes. To be used on one loop."""

    def __init__(self) -> None:
        self._size = 0
        self._idle: list[bytearray] = []

    def take(self, size: int) -> bytearray:
        """Return a buffer of at least that size, with anything in it."""
        if size > self._size:  # of smaller ones there is no use any more
            self._size = size
            self._idle.clear()
        return self._idle.pop() if self._idle else bytearray(self._size)

    def give_back(self, buffer: bytearray) -> None:
        """Take a buffer that nobody looks at any more."""
        if len(buffer) == self._size and len(self._idle) < KEPT:
            self._idle.append(buffer)

    def clear(self) -> None:
        """Let the memory go: nothing is on its way."""
        self._idle.clear()
        self._size = 0

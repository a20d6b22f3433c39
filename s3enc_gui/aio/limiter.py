"""Room for what is in flight: so many requests, so many bytes."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic

from s3enc_gui.aio.cancellation import before_waiting
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit


class ByteBudget:
    """Bytes held for sending, bounded; one alone may always go on."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.held = 0
        self.limits: list[Limiter] = []

    def fits(self, size: int) -> bool:
        """Whether so many bytes more may be held now."""
        return self.held == 0 or self.held + size <= self._limit

    def wake(self) -> None:
        """Let those in who fit now."""
        for limiter in self.limits:
            limiter.wake()


class Limiter:
    """Lets requests in by their turn, as many as the pace allows and the memory holds.

    Several rooms may share one memory. To be used on one loop.
    """

    def __init__(self, adaptive_limit: AdaptiveLimit, memory: ByteBudget) -> None:
        self.adaptive_limit, self._memory = adaptive_limit, memory
        memory.limits.append(self)
        self._inside = 0
        self._queue: deque[tuple[asyncio.Future[None], int]] = deque()

    async def enter(self, size: int) -> None:
        """Take one place and `size` bytes; waits until there is room. `leave` must follow."""
        if self._queue or not self._fits(size):
            before_waiting()
            turn = asyncio.get_running_loop().create_future()
            self._queue.append((turn, size))
            try:
                await turn
            except BaseException:
                if turn.done() and not turn.cancelled():
                    self.leave(size)
                raise
        else:
            self._enter(size)
        self.adaptive_limit.begin(monotonic())

    def leave(self, size: int, *, done: bool = False) -> None:
        """Give the place back; `done` tells that the request did what it should."""
        if done:
            self.adaptive_limit.done(monotonic(), max(size, 1))
        self._inside -= 1
        self._memory.held -= size
        if self._inside == 0 and not self._queue:
            self.adaptive_limit.idle()
        self._memory.wake()

    @property
    def free(self) -> int:
        """How many more may come in now, as far as their number goes."""
        return max(0, self.adaptive_limit.limit - self._inside - len(self._queue))

    def wake(self) -> None:
        """Let those in who fit now."""
        while self._queue:
            turn, size = self._queue[0]
            if turn.cancelled():
                self._queue.popleft()
                continue
            if not self._fits(size):
                return
            self._queue.popleft()
            self._enter(size)
            turn.set_result(None)

    def _fits(self, size: int) -> bool:
        return self._inside < self.adaptive_limit.limit and self._memory.fits(size)

    def _enter(self, size: int) -> None:
        self._inside += 1
        self._memory.held += size

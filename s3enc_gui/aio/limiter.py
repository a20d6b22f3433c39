"""Limits for concurrent requests: their number and their bytes in memory."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic

from s3enc_gui.aio.cancellation import check_deferred_cancellation
from s3enc_gui.domain.adaptive_limit import AdaptiveLimit


class ByteBudget:
    """A limit of bytes in memory, shared by limiters; a single request may exceed it.

    `most`: the number of requests of all limiters together (None: each limiter has its own limit).
    """

    def __init__(self, limit: int, most: int | None = None) -> None:
        self._limit, self.most = limit, most
        self.held = self.active = 0
        self.limiters: list[Limiter] = []

    def fits(self, size: int) -> bool:
        """Whether a request of `size` bytes is within the limits now."""
        if self.most is not None and self.active >= self.most:
            return False
        return self.held == 0 or self.held + size <= self._limit

    def wake(self) -> None:
        """Admit the waiting requests that fit now; the limiters take turns."""
        admitted = True
        while admitted:
            admitted = False
            for limiter in tuple(self.limiters):
                if limiter.admit():
                    admitted = True
                    self.limiters.remove(limiter)
                    self.limiters.append(limiter)


class Limiter:
    """Admits requests in order, within an adaptive limit and a byte budget. Not thread-safe."""

    def __init__(self, adaptive_limit: AdaptiveLimit, budget: ByteBudget) -> None:
        self.adaptive_limit, self._budget = adaptive_limit, budget
        budget.limiters.append(self)
        self._active = 0
        self._queue: deque[tuple[asyncio.Future[None], int]] = deque()

    async def enter(self, size: int) -> None:
        """Wait until a request of `size` bytes is admitted. Call `leave` after it."""
        if self._queue or not self._fits(size):
            check_deferred_cancellation()
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
        """Note the end of a request; `done` if it succeeded."""
        if done:
            self.adaptive_limit.done(monotonic(), max(size, 1))
        self._active -= 1
        self._budget.active -= 1
        self._budget.held -= size
        if self._active == 0 and not self._queue:
            self.adaptive_limit.idle()
        self._budget.wake()

    @property
    def free(self) -> int:
        """The number of further requests that the adaptive limit admits now."""
        return max(0, self.adaptive_limit.limit - self._active - len(self._queue))

    def admit(self) -> bool:
        """Admit the request that waits longest, if it fits now; return whether it does."""
        while self._queue and self._queue[0][0].cancelled():
            self._queue.popleft()
        if not self._queue or not self._fits(self._queue[0][1]):
            return False
        turn, size = self._queue.popleft()
        self._enter(size)
        turn.set_result(None)
        return True

    def _fits(self, size: int) -> bool:
        return self._active < self.adaptive_limit.limit and self._budget.fits(size)

    def _enter(self, size: int) -> None:
        self._active += 1
        self._budget.active += 1
        self._budget.held += size

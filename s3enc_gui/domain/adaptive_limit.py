"""How many requests are worth having in flight: found by trying, as the line and the server give.

Times are seconds on any steady clock; the clock is the caller's.
"""

from __future__ import annotations

BETTER = 1.05  # more of them is kept where it brings at least 5 % more
WORSE = 0.75  # fewer are tried again where so much of the best rate is lost
LEAST_TIME = 0.02  # seconds a measurement takes at least


class AdaptiveLimit:
    """A number of requests in flight, between `least` and `most`, that goes up while it helps.

    Every round is as many finished requests as there may be in flight; its rate is compared with
    the best one. Trouble (SlowDown, a lost connection) halves the number.
    """

    def __init__(self, least: int, start: int, most: int) -> None:
        self._least, self._most = least, most
        self.limit = start
        self._began: float | None = None
        self._count = 0
        self._amount = 0
        self._best = 0.0
        self._rising = True

    def begin(self, now: float) -> None:
        """Note that something was sent: the line is not idle."""
        if self._began is None:
            self._began = now

    def idle(self) -> None:
        """Note that nothing is in flight: the time until the next `begin` does not count."""
        self._began, self._count, self._amount = None, 0, 0

    def done(self, now: float, amount: int) -> None:
        """Note a finished request that did `amount` (bytes, or 1 for requests alone)."""
        self._count += 1
        self._amount += amount
        if self._began is None or self._count < self.limit or now - self._began < LEAST_TIME:
            return
        rate = self._amount / (now - self._began)
        self._began, self._count, self._amount = now, 0, 0
        self._judge(rate)

    def trouble(self) -> None:
        """Note that the server or the line could not keep up."""
        self.limit = max(self._least, self.limit // 2)
        self._best, self._rising = 0.0, False
        self.idle()

    def _judge(self, rate: float) -> None:
        if rate > self._best * BETTER:
            self._best = rate
            if self._rising:
                self.limit = min(self._most, self.limit * 2)
            else:
                self.limit = min(self._most, self.limit + max(1, self.limit // 8))
        elif rate < self._best * WORSE:
            self.limit = max(self._least, self.limit * 3 // 4)
            self._best, self._rising = rate, False
        else:
            self._rising = False

"""AdaptiveLimit: the number of concurrent requests, adapted to the measured throughput.

Times are seconds of a monotonic clock, supplied by the caller.
"""

from __future__ import annotations

BETTER = 1.05  # an increase is kept if the rate grows by at least 5 %
WORSE = 0.75  # the limit is lowered if the rate falls below 75 % of the best
MIN_TIME = 0.02  # seconds; shortest measurement


class AdaptiveLimit:
    """A limit of concurrent requests between `least` and `most` that grows while throughput does.

    A round is as many finished requests as the limit; its rate is compared with the best one.
    `back_off` (SlowDown, a lost connection) halves the limit.
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
        """Note that a request was sent."""
        if self._began is None:
            self._began = now

    def idle(self) -> None:
        """Note that no request is in flight: the time until the next `begin` isn't measured."""
        self._began, self._count, self._amount = None, 0, 0

    def done(self, now: float, amount: int) -> None:
        """Note a finished request of `amount` (bytes, or 1 to count requests)."""
        self._count += 1
        self._amount += amount
        if self._began is None or self._count < self.limit or now - self._began < MIN_TIME:
            return
        rate = self._amount / (now - self._began)
        self._began, self._count, self._amount = now, 0, 0
        self._adapt(rate)

    def back_off(self) -> None:
        """Halve the limit: the server or the network couldn't keep up."""
        self.limit = max(self._least, self.limit // 2)
        self._best, self._rising = 0.0, False
        self.idle()

    def _adapt(self, rate: float) -> None:
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

"""Notices by the clocks that the computer slept, where the system doesn't tell."""

from __future__ import annotations

import time
from collections.abc import Callable

GAP = 30.0  # seconds that no program takes to come back to its event loop


class SleepClock:
    """Asked about once a second.

    During a sleep the monotonic clock goes on (Windows) or stands still (Linux, macOS); the time of
    day goes on.
    """

    def __init__(
        self,
        clocks: tuple[Callable[[], float], ...] = (time.monotonic, time.time),
        gap: float = GAP,
    ) -> None:
        self._clocks, self._gap = clocks, gap
        self._last: tuple[float, ...] = ()

    def slept(self) -> bool:
        """Whether much more time passed than since the last call."""
        now = tuple(clock() for clock in self._clocks)
        before, self._last = self._last, now
        passed = (new - old for new, old in zip(now, before, strict=False))
        return any(seconds > self._gap for seconds in passed)

    def reset(self) -> None:
        """Ask no more, until the next call."""
        self._last = ()

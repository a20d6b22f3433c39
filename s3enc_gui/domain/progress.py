"""Progress, speed and remaining time; the clock is the caller's."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW = 8.0  # seconds that the speed is averaged over: long enough to be calm, short to be true

SMALL_FILE_COST = 200_000
"""Bytes that are transferred in about the time the requests of a small file take."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes (or things) done of a total; total None: not known."""

    done: int
    total: int | None = None

    @property
    def permille(self) -> int | None:
        """0 to 1000; Qt's bars hold 32 bits, files do not."""
        if self.total is None:
            return None
        return 1000 if self.total == 0 else min(1000, self.done * 1000 // self.total)


class Speedometer:
    """Bytes a second over the last seconds, and the seconds that remain."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def add(self, now: float, done: int) -> None:
        """Note that `done` bytes were done at `now` seconds on a steady clock."""
        self._samples.append((now, done))
        while len(self._samples) > 2 and self._samples[1][0] <= now - WINDOW:
            self._samples.popleft()

    def skip(self, count: int) -> None:
        """Take `count` as done from the beginning: it is no speed."""
        self._samples = deque((at, done + count) for at, done in self._samples)

    @property
    def speed(self) -> float | None:
        """Bytes a second; None before there is something to measure."""
        if len(self._samples) < 2:
            return None
        (start, first), (end, last) = self._samples[0], self._samples[-1]
        return max(0.0, (last - first) / (end - start)) if end > start else None

    def remaining(self, total: int) -> float | None:
        """Seconds to go; None while it cannot be said."""
        speed = self.speed
        if not speed:
            return None
        return max(0.0, (total - self._samples[-1][1]) / speed)

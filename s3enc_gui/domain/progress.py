"""Progress, speed and remaining time. The caller supplies the clock."""

from __future__ import annotations

from collections import deque

from s3enc_gui.dataclass import dataclass

WINDOW = 8.0  # seconds over which the speed is averaged

SMALL_FILE_COST = 200_000
"""Bytes that are transferred in about the time the requests of a small file take."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes (or items) done of a total; None if the total isn't known."""

    done: int
    total: int | None = None

    @property
    def permille(self) -> int | None:
        """0 to 1000; progress bars of Qt hold only 32 bits."""
        if self.total is None:
            return None
        return 1000 if self.total == 0 else min(1000, self.done * 1000 // self.total)


class Speedometer:
    """Measures bytes per second over the last seconds, and the remaining time."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def add(self, now: float, done: int) -> None:
        """Note that `done` bytes were done at `now` seconds of a monotonic clock."""
        self._samples.append((now, done))
        while len(self._samples) > 2 and self._samples[1][0] <= now - WINDOW:
            self._samples.popleft()

    def skip(self, count: int) -> None:
        """Count bytes that were already done before; they don't add to the speed."""
        self._samples = deque((at, done + count) for at, done in self._samples)

    @property
    def speed(self) -> float | None:
        """Bytes per second; None without measurement."""
        if len(self._samples) < 2:
            return None
        (start, first), (end, last) = self._samples[0], self._samples[-1]
        return max(0.0, (last - first) / (end - start)) if end > start else None

    def remaining(self, total: int) -> float | None:
        """Remaining seconds; None if unknown."""
        speed = self.speed
        if not speed:
            return None
        return max(0.0, (total - self._samples[-1][1]) / speed)

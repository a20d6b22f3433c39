"""RateLimit: limits the bytes per second. The caller supplies the clock."""

from __future__ import annotations

from threading import Lock

BURST = 0.25  # seconds; data sent without delay after a pause


class RateLimit:
    """Returns how long a sender has to wait. Thread-safe. A `rate` of None is unlimited."""

    def __init__(self, rate: int | None = None) -> None:
        self._lock = Lock()
        self._rate = rate
        self._free_at = 0.0

    @property
    def rate(self) -> int | None:
        """Bytes per second; None is unlimited."""
        return self._rate

    def set(self, rate: int | None) -> None:
        """Set the limit in bytes per second."""
        with self._lock:
            self._rate = rate
            self._free_at = 0.0

    def delay(self, now: float, count: int) -> float:
        """Return the seconds to wait before (or after) sending `count` bytes."""
        with self._lock:
            if not self._rate:
                return 0.0
            start = max(self._free_at, now - BURST)
            self._free_at = start + count / self._rate
            return max(0.0, self._free_at - now)

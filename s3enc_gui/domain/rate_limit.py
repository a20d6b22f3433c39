"""A bound on the bytes a second; the clock is the caller's."""

from __future__ import annotations

from threading import Lock

BURST = 0.25  # seconds of bytes that may leave at once after a rest


class RateLimit:
    """Says how long whoever sends has to wait; several threads may ask. `rate` None: no bound."""

    def __init__(self, rate: int | None = None) -> None:
        self._lock = Lock()
        self._rate = rate
        self._free_at = 0.0

    @property
    def rate(self) -> int | None:
        """Bytes a second, None without a bound."""
        return self._rate

    def set(self, rate: int | None) -> None:
        """Bound the bytes a second from now on."""
        with self._lock:
            self._rate = rate
            self._free_at = 0.0

    def delay(self, now: float, count: int) -> float:
        """Return the seconds to wait before, or after, `count` bytes leave."""
        with self._lock:
            if not self._rate:
                return 0.0
            start = max(self._free_at, now - BURST)
            self._free_at = start + count / self._rate
            return max(0.0, self._free_at - now)

"""Bytes that were told to somebody, so that they can be corrected."""

from __future__ import annotations

from collections.abc import Callable


class ReportedBytes:
    """The sum of the changes in bytes that were told; to be used by one thread at a time."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self._total = 0

    def add(self, change: int) -> None:
        """Tell a change."""
        self._total += change
        self._tell(change)

    def correct(self, total: int = 0) -> None:
        """Tell the difference, so that all that was told comes to this total."""
        change, self._total = total - self._total, total
        if change:
            self._tell(change)

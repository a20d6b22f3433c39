"""Progress in bytes that can be corrected, for example before a retry."""

from __future__ import annotations

from collections.abc import Callable


class ReportedBytes:
    """Reports changes in bytes and keeps their sum. Not thread-safe."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self._report = report
        self._total = 0

    def add(self, change: int) -> None:
        """Report a change."""
        self._total += change
        self._report(change)

    def correct(self, total: int = 0) -> None:
        """Report the difference that makes the sum of all reports `total`."""
        change, self._total = total - self._total, total
        if change:
            self._report(change)

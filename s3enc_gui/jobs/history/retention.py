"""Removes receipts that are older than the user wants to keep."""

from __future__ import annotations

from datetime import UTC, datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.jobs.context import Context

PIECE = 1000  # receipts removed in one transaction: an upload may want to write


@dataclass(frozen=True, slots=True)
class ApplyRetention:
    """Remove what is older than the setting says."""

    def run(self, context: Context) -> int:
        """Return how many receipts were removed. Raises AppError."""
        before = context.services.settings.history_retention().oldest(datetime.now(UTC))
        if before is None:
            return 0
        removed = 0
        while count := context.services.journal.expire_receipts(before, PIECE):
            removed += count
            context.checkpoint()
        return removed

"""How long receipts are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum


class Retention(Enum):
    """Values are stored."""

    FOREVER = "forever"
    YEAR = "1 year"
    NINETY_DAYS = "90 days"

    def oldest(self, now: datetime) -> datetime | None:
        """Return the time before which receipts are removed; None: none is."""
        days = _DAYS.get(self)
        return None if days is None else now - timedelta(days=days)


_DAYS = {Retention.YEAR: 365, Retention.NINETY_DAYS: 90}

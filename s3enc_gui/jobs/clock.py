"""The time of day, where it is written down."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return it, with its zone."""
    return datetime.now(UTC)

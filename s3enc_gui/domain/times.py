"""Times from servers, files and databases; what can't be read or converted isn't known (None).

Servers leave dates out, write zeros of their language (`0001-01-01T00:00:00Z`), or years that no
calendar of Python has.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_UNREADABLE = (ValueError, TypeError, OverflowError, IndexError)
_NO_DATE = 1  # the year of Go's and .NET's zero


def known(time: datetime | None) -> datetime | None:
    """Return a time, in UTC if it has no time zone; None if it stands for no date."""
    if time is None:
        return None
    if time.tzinfo is UTC:  # quick: most times, of every entry of a listing
        return None if time.year == _NO_DATE else time
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    try:
        return None if aware.astimezone(UTC).year == _NO_DATE else aware
    except OverflowError:  # outside the years 1 to 9999
        return None


def iso_time(text: object) -> datetime | None:
    """Read a time in ISO 8601."""
    try:
        return known(datetime.fromisoformat(text)) if isinstance(text, str) else None
    except _UNREADABLE:
        return None


def epoch_time(seconds: float) -> datetime | None:
    """Read a time in seconds since 1970."""
    try:
        return known(datetime.fromtimestamp(seconds, UTC))
    except (*_UNREADABLE, OSError):
        return None


def http_time(text: str) -> datetime | None:
    """Read a date of a header (RFC 9110, 5.6.7)."""
    try:
        return known(parsedate_to_datetime(text))
    except _UNREADABLE:
        return None


def local(time: datetime) -> datetime:
    """Return a time in the local time zone; unchanged if the system can't convert it.

    Windows can't before 1970 and after 3000, Python not beyond the years 1 and 9999.
    """
    try:
        return time.astimezone()
    except (OSError, OverflowError, ValueError):
        return time

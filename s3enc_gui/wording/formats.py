"""Sizes, speeds, durations, counts and points in time as text, in the formats of `i18n.formats`."""

from __future__ import annotations

from datetime import datetime

from s3enc_gui.domain.times import local
from s3enc_gui.i18n import N_, formats, ngettext, translate

NOTHING = "–"
"""Stands for a value that there is none of."""
NOT_KNOWN = N_("Unknown")

_UNITS = ("KB", "MB", "GB", "TB", "PB")


def format_moment(moment: datetime | None) -> str:
    """Return a time in the local time zone, to the second: `2026-03-01 12:00:00 CET`."""
    if moment is None:
        return NOTHING
    if shown := formats().second:
        return shown(moment)
    return local(moment).strftime("%Y-%m-%d %H:%M:%S %Z").strip()


def format_minute(moment: datetime | None) -> str:
    """Return a time in the local time zone, to the minute: `2026-03-01 12:00`."""
    if moment is None:
        return NOTHING
    if shown := formats().minute:
        return shown(moment)
    return local(moment).strftime("%Y-%m-%d %H:%M")


def format_size(size: float) -> str:
    """Return a number of bytes with at most three digits: `1.2 MB`; units of 1,000."""
    if size < 0:
        return translate(NOT_KNOWN)
    if size < 1000:
        return ngettext("{count} byte", "{count} bytes", round(size)).format(count=f"{size:.0f}")
    exponent = 1
    # What would be rounded to 1,000 takes the next unit.
    while size / 1000**exponent >= 999.5 and exponent < len(_UNITS):
        exponent += 1
    number = size / 1000**exponent
    # 9.96 would be rounded to 10.0: no digit after the point there.
    digits = f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:.0f}"
    return f"{formats().decimal(digits)} {_UNITS[exponent - 1]}"


def format_exact_size(size: int) -> str:
    """Return a rounded and an exact size: `1.2 MB (1,234,567 bytes)`."""
    short = format_size(size)
    if size < 1000:
        return short
    exact = ngettext("{count:,} byte", "{count:,} bytes", size).format(count=size)
    return f"{short} ({exact})"


def format_speed(speed: float) -> str:
    """Return bytes per second: `82 MB/s`."""
    return f"{format_size(speed)}/s"


def format_duration(seconds: float) -> str:
    """Return a duration in its two largest units: `12 s`, `3 min 05 s`, `1 h 02 min`."""
    whole = max(0, round(seconds))
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return f"{days} d {hour:02} h"
    if hours:
        return f"{hours} h {minute:02} min"
    if minutes:
        return f"{minutes} min {second:02} s"
    return f"{second} s"


def format_share(part: int, whole: int) -> str:
    """Return a share in percent: `12.5%`; rounds neither to 0% nor to 100% unless exact."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:
        return f"< {formats().decimal('0.1')}%"
    if share >= 99.95 and part < whole:
        return f"> {formats().decimal('99.9')}%"
    return f"{formats().decimal(f'{share:.1f}')}%"


def format_count(count: int) -> str:
    """Return a whole number: `12,345`."""
    return formats().whole(count)


def objects_text(count: int) -> str:
    """Return `1 object` or `12,000 objects`."""
    return ngettext("{count:,} object", "{count:,} objects", count).format(count=count)

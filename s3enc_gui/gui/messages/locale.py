"""Numbers, sizes and times as the user's country writes them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from s3enc_gui.domain.words import NOTHING, size_words


def count_text(count: int) -> str:
    """Return a number with the country's separators."""
    return QLocale().toString(count)


def size_text(size: int) -> str:
    """Return bytes with at most three digits, in units of 1,000: `1.2 MB`, `1,2 MB`."""
    return size_words(size).replace(".", QLocale().decimalPoint())


def moment_text(time: datetime | None) -> str:
    """Return date and time of the clock here; where no country is set, as ISO 8601 has it."""
    if time is None:
        return NOTHING
    if QLocale().language() is QLocale.Language.C:
        return time.astimezone().strftime("%Y-%m-%d %H:%M")
    moment = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)

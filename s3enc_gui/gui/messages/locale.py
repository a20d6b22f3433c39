"""Numbers, sizes and times as the user's country writes them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from s3enc_gui.wording.labels import NOTHING, format_size


def count_text(count: int) -> str:
    """Return a number with the country's separators."""
    return QLocale().toString(count)


def size_text(size: int) -> str:
    """Return bytes with at most three digits, in units of 1,000: `1.2 MB`, `1,2 MB`."""
    return format_size(size).replace(".", QLocale().decimalPoint())


def moment_text(time: datetime | None) -> str:
    """Return date and time of the clock here; where no country is set, as ISO 8601 has it."""
    if time is None:
        return NOTHING
    if QLocale().language() is QLocale.Language.C:
        return time.astimezone().strftime("%Y-%m-%d %H:%M")
    moment = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def time_text(time: datetime) -> str:
    """Return a time as the clock here shows it; with the date where it is not of today."""
    here = time.astimezone()
    today = here.date() == datetime.now(here.tzinfo).date()
    return here.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


def short_time(time: datetime | None) -> str:
    """Return a time in the user's zone, written as the user does, to the minute."""
    if time is None:
        return NOTHING
    locale, here = QLocale(), _here(time)
    return f"{_date(locale, here)} {locale.toString(here.time(), QLocale.FormatType.ShortFormat)}"


def exact_time(time: datetime | None) -> str:
    """Return the same to the second, with the zone."""
    if time is None:
        return NOTHING
    locale, here = QLocale(), _here(time)
    form = locale.timeFormat(QLocale.FormatType.ShortFormat)
    if "ss" not in form:
        form = form.replace("mm", "mm:ss")
    return f"{_date(locale, here)} {locale.toString(here.time(), form)} {time.astimezone():%Z}"


def _here(time: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(time.timestamp() * 1000))


def _date(locale: QLocale, time: QDateTime) -> str:
    """Write a date short, but with the whole year: receipts are kept for long."""
    form = locale.dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" not in form:
        form = form.replace("yy", "yyyy")
    return locale.toString(time.date(), form)

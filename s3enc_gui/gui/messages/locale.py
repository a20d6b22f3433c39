"""Numbers, sizes and times in the format of the user's locale."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from s3enc_gui.domain.times import local
from s3enc_gui.wording.formats import NOTHING, format_minute, format_size


def count_text(count: int) -> str:
    """Return a number with the locale's separators."""
    return QLocale().toString(count)


def size_text(size: int) -> str:
    """Return bytes with up to three digits, in units of 1,000: `1.2 MB`, `1,2 MB`."""
    return format_size(size).replace(".", QLocale().decimalPoint())


def moment_text(time: datetime | None) -> str:
    """Return date and time in the local time zone; in the C locale in ISO 8601."""
    if time is None:
        return NOTHING
    if QLocale().language() is QLocale.Language.C:
        return format_minute(time)
    moment = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def time_text(time: datetime) -> str:
    """Return the local time of day; with the date unless it is today."""
    here = local(time)
    today = here.date() == datetime.now(here.tzinfo).date()
    return here.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


def short_time(time: datetime | None) -> str:
    """Return local date and time to the minute."""
    if time is None:
        return NOTHING
    locale, here = QLocale(), _here(time)
    return f"{_date(locale, here)} {locale.toString(here.time(), QLocale.FormatType.ShortFormat)}"


def exact_time(time: datetime | None) -> str:
    """Return local date and time to the second, with the time zone."""
    if time is None:
        return NOTHING
    locale, here = QLocale(), _here(time)
    form = locale.timeFormat(QLocale.FormatType.ShortFormat)
    if "ss" not in form:
        form = form.replace("mm", "mm:ss")
    return f"{_date(locale, here)} {locale.toString(here.time(), form)} {local(time):%Z}"


def _here(time: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(time.timestamp() * 1000))


def _date(locale: QLocale, time: QDateTime) -> str:
    """Return the short date with a four-digit year: receipts are kept for years."""
    if locale.language() is QLocale.Language.C:
        return time.toString("yyyy-MM-dd")
    form = locale.dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" not in form:
        form = form.replace("yy", "yyyy")
    return locale.toString(time.date(), form)

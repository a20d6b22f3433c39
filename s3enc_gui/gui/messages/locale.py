"""Numbers, sizes and times in the format of the user's locale: the window's only formats."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from s3enc_gui.domain.times import local
from s3enc_gui.i18n import Formats, use_formats
from s3enc_gui.wording.formats import NOTHING, format_size


def use_locale() -> None:
    """Write the numbers and times of all texts in the format of the user's locale.

    That is `QLocale()` where the text is shown.
    """
    use_formats(Formats(count_text, _decimal, day_text, short_time, exact_time))


def count_text(count: int) -> str:
    """Return a number with the locale's separators."""
    locale = QLocale()
    is_bare = locale.language() is QLocale.Language.C  # has no separators
    return f"{count:,}" if is_bare else locale.toString(count)


def size_text(size: int) -> str:
    """Return bytes with up to three digits, in units of 1,000: `1.2 MB`, `1,2 MB`."""
    return format_size(size)


def time_text(time: datetime) -> str:
    """Return the local time of day; with the date unless it is today."""
    here = local(time)
    is_today = here.date() == datetime.now(here.tzinfo).date()
    if not is_today:
        return short_time(time)
    return QLocale().toString(_here(time).time(), QLocale.FormatType.ShortFormat)


def day_text(time: datetime) -> str:
    """Return the local date."""
    return _date(QLocale(), _here(time))


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
    return f"{_date(locale, here)} {locale.toString(here.time(), form)} {local(time):%Z}".strip()


def _decimal(number: str) -> str:
    return number.replace(".", QLocale().decimalPoint())


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

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from s3enc_gui.gui.messages.locale import count_text, exact_time, short_time, time_text
from s3enc_gui.i18n import Moment, ngettext, text, untranslated
from s3enc_gui.wording.formats import (
    format_exact_size,
    format_minute,
    format_moment,
    format_share,
)

ODD = [
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(1899, 12, 31, tzinfo=UTC),
]


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=["C", "en_US", "de_DE"])
def locale(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("zone", "locale")
@pytest.mark.parametrize("show", [exact_time, short_time, time_text])
@pytest.mark.parametrize("odd", ODD)
def test_any_time_can_be_shown(show, odd):
    assert show(odd)


NOON = datetime(2026, 3, 29, 12, 45, 7, tzinfo=UTC)


@pytest.fixture
def utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("utc", "locale")
@pytest.mark.parametrize("locale", ["de_DE"], indirect=True)
def test_one_format_for_all():
    assert short_time(NOON) == format_minute(NOON) == "29.03.2026 12:45"
    assert exact_time(NOON) == format_moment(NOON) == "29.03.2026 12:45:07 UTC"
    assert time_text(NOON) == short_time(NOON)
    assert str(Moment(NOON, "2026-03-29", "day")) == "29.03.2026"
    assert format_exact_size(1_234_567) == "1,2 MB (1.234.567 bytes)"
    assert (format_share(1, 8), format_share(1, 10_000)) == ("12,5%", "< 0,1%")
    assert format_share(9_999, 10_000) == "> 99,9%"
    assert ngettext("{count:,} file", "{count:,} files", 1234).format(count=1234) == "1.234 files"
    assert str(text("{size:,} of {name}", size=1234, name="a,b")) == "1.234 of a,b"


@pytest.mark.usefixtures("utc", "locale")
@pytest.mark.parametrize("locale", ["ja_JP"], indirect=True)
def test_japanese_formats():
    assert (short_time(NOON), count_text(1234)) == ("2026/03/29 12:45", "1,234")


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize("locale", ["de_DE"], indirect=True)
def test_records_keep_their_fixed_format():
    shown = text("{size:,} on {date}", size=1234, date=Moment(NOON, "2026-03-29", "day"))
    assert untranslated(shown) == "1,234 on 2026-03-29"

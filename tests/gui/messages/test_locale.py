from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from s3enc_gui.gui.messages.locale import exact_time, moment_text, short_time, time_text

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
@pytest.mark.parametrize("show", [exact_time, moment_text, short_time, time_text])
@pytest.mark.parametrize("odd", ODD)
def test_any_time_can_be_shown(show, odd):
    assert show(odd)

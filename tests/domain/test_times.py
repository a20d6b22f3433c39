from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.times import http_time, iso_time, known, local

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ODD = [datetime.min, datetime.max, datetime(1, 1, 2), datetime(1969, 1, 1)]
ZONES = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "America/New_York"]


@pytest.fixture(params=ZONES)
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-01T12:00:00Z", NOON),
        ("2026-03-01T12:00:00.000Z", NOON),
        ("2026-03-01T14:00:00+02:00", NOON),
        ("2026-03-01 12:00:00", NOON),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("10000-01-01T00:00:00Z", None),
        ("-0001-01-01T00:00:00Z", None),
        ("2026-02-30T00:00:00Z", None),
        ("", None),
        ("soon", None),
        (None, None),
        (7, None),
    ],
)
def test_times_in_iso_8601(text, found):
    assert iso_time(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sun, 01 Mar 2026 12:00:00 GMT", NOON),
        ("Sun, 01 Mar 2026 12:00:00 -0000", NOON),
        ("Mon, 01 Jan 0001 00:00:00 GMT", datetime(2001, 1, 1, tzinfo=UTC)),  # RFC 5322, 4.3
        ("Fri, 31 Dec 9999 23:59:59 GMT", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Sun, 01 Mar 99999 12:00:00 GMT", None),
        ("Sun, 01 Mar 2026 12:00:00 +9999", None),
        ("0", None),
        ("", None),
        ("-1", None),
    ],
)
def test_dates_of_headers(text, found):
    assert http_time(text) == found


@given(st.text())
def test_no_text_is_an_error(text):
    iso_time(text)
    http_time(text)


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("offset", [-14, 0, 14])
def test_any_time_can_be_converted(odd, offset):
    shown = odd.replace(tzinfo=timezone(timedelta(hours=offset)))
    known(shown)
    assert f"{local(shown):%Y-%m-%d %H:%M:%S %Z}"


def test_the_local_time_is_the_same_time(zone):
    assert local(NOON) == NOON
    assert (local(NOON).utcoffset() == timedelta(0)) is (zone == "UTC")

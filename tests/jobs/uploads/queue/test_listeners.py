from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Forecast, Weather
from s3enc_gui.jobs.uploads.queue.events import WeatherChanged
from s3enc_gui.jobs.uploads.queue.listeners import Watchers

OFFLINE = Forecast(Weather.OFFLINE, AppError("cut"), datetime(2026, 11, 24, tzinfo=UTC))
BUSY = replace(OFFLINE, weather=Weather.BUSY)
FULL = AppError("The disk is full", code="JournalFull")


@pytest.fixture
def heard():
    return []


@pytest.fixture
def watchers(heard):
    watchers = Watchers()
    watchers.add(heard.append)
    return watchers


def test_all_are_told(watchers, heard):
    other: list[Any] = []
    watchers.add(other.append)
    watchers.tell("report")
    assert heard == other == ["report"]


def test_until_they_do_not_want_it_any_more(watchers, heard):
    assert watchers.any
    watchers.remove(heard.append)
    watchers.tell("report")
    assert (heard, watchers.any) == ([], False)


def test_a_listener_may_leave_while_it_is_told():
    watchers, heard = Watchers(), []

    def once(report):
        heard.append(report)
        watchers.remove(once)

    watchers.add(once)
    watchers.add(heard.append)
    watchers.tell("report")
    assert heard == ["report", "report"]


def test_the_weather_of_one_place(watchers, heard):
    watchers.weather("a", OFFLINE)
    watchers.weather("a", OFFLINE)
    watchers.weather("a", None)
    watchers.weather("a", None)
    assert heard == [WeatherChanged(OFFLINE), WeatherChanged(None)]


def test_the_weather_of_two_places(watchers, heard):
    watchers.weather("a", OFFLINE)
    watchers.weather("b", BUSY)
    watchers.weather("a", None)
    watchers.weather("b", None)
    assert heard == [WeatherChanged(OFFLINE), WeatherChanged(BUSY), WeatherChanged(None)]


def test_who_comes_later_hears_of_it(watchers):
    late: list[Any] = []
    watchers.weather("a", OFFLINE)
    watchers.add(late.append)
    assert late == [WeatherChanged(OFFLINE)]


def test_trouble_with_the_disk_is_told_once(watchers, heard):
    watchers.disk(FULL)
    watchers.disk(FULL)
    assert [report.forecast.weather for report in heard] == [Weather.DISK]
    watchers.disk(None)
    assert heard[1:] == [WeatherChanged(None)]


def test_other_trouble_with_it_is_told_since_when_it_began(watchers, heard):
    watchers.disk(FULL)
    watchers.disk(AppError("The disk is gone"))
    assert heard[0].forecast.since == heard[1].forecast.since
    assert heard[1].forecast.error.title == "The disk is gone"

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.jobs.uploads.queue.events import OutageChanged
from s3enc_gui.jobs.uploads.queue.listeners import Listeners

OFFLINE = Outage(OutageKind.OFFLINE, AppError("cut"), datetime(2026, 11, 24, tzinfo=UTC))
BUSY = replace(OFFLINE, kind=OutageKind.BUSY)
FULL = AppError("The disk is full", code="JournalFull")


@pytest.fixture
def heard():
    return []


@pytest.fixture
def listeners(heard):
    listeners = Listeners()
    listeners.add(heard.append)
    return listeners


def test_all_are_told(listeners, heard):
    other: list[Any] = []
    listeners.add(other.append)
    listeners.tell("report")
    assert heard == other == ["report"]


def test_until_they_do_not_want_it_any_more(listeners, heard):
    assert listeners.any
    listeners.remove(heard.append)
    listeners.tell("report")
    assert (heard, listeners.any) == ([], False)


def test_a_listener_may_leave_while_it_is_told():
    listeners, heard = Listeners(), []

    def once(report):
        heard.append(report)
        listeners.remove(once)

    listeners.add(once)
    listeners.add(heard.append)
    listeners.tell("report")
    assert heard == ["report", "report"]


def test_the_outage_of_one_place(listeners, heard):
    listeners.outage_changed("a", OFFLINE)
    listeners.outage_changed("a", OFFLINE)
    listeners.outage_changed("a", None)
    listeners.outage_changed("a", None)
    assert heard == [OutageChanged(OFFLINE), OutageChanged(None)]


def test_the_outage_of_two_places(listeners, heard):
    listeners.outage_changed("a", OFFLINE)
    listeners.outage_changed("b", BUSY)
    listeners.outage_changed("a", None)
    listeners.outage_changed("b", None)
    assert heard == [OutageChanged(OFFLINE), OutageChanged(BUSY), OutageChanged(None)]


def test_who_comes_later_hears_of_it(listeners):
    late: list[Any] = []
    listeners.outage_changed("a", OFFLINE)
    listeners.add(late.append)
    assert late == [OutageChanged(OFFLINE)]


def test_trouble_with_the_disk_is_told_once(listeners, heard):
    listeners.disk(FULL)
    listeners.disk(FULL)
    assert [report.outage.kind for report in heard] == [OutageKind.DISK]
    listeners.disk(None)
    assert heard[1:] == [OutageChanged(None)]


def test_other_trouble_with_it_is_told_since_when_it_began(listeners, heard):
    listeners.disk(FULL)
    listeners.disk(AppError("The disk is gone"))
    assert heard[0].outage.since == heard[1].outage.since
    assert heard[1].outage.error.title == "The disk is gone"

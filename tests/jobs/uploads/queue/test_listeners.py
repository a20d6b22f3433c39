from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.queue.listeners import Listeners

OFFLINE = Outage(OutageKind.OFFLINE, AppError("cut"), datetime(2026, 11, 24, tzinfo=UTC))
BUSY = replace(OFFLINE, kind=OutageKind.BUSY)
SIGNED_OUT = replace(OFFLINE, kind=OutageKind.SIGNED_OUT, connection=Connection("work"))
FULL = AppError("The disk is full", code="JournalFull")


@pytest.fixture
def events():
    return []


@pytest.fixture
def listeners(events):
    listeners = Listeners()
    listeners.add(events.append)
    return listeners


def test_all_listeners_are_called(listeners, events):
    other: list[Any] = []
    listeners.add(other.append)
    listeners.report("event")
    assert events == other == ["event"]


def test_removed_listeners_are_not_called(listeners, events):
    assert listeners.any
    listeners.remove(events.append)
    listeners.report("event")
    assert (events, listeners.any) == ([], False)


def test_a_listener_may_remove_itself():
    listeners, events = Listeners(), []

    def once(event):
        events.append(event)
        listeners.remove(once)

    listeners.add(once)
    listeners.add(events.append)
    listeners.report("event")
    assert events == ["event", "event"]


def test_the_outage_of_one_source(listeners, events):
    listeners.set_outage("a", OFFLINE)
    listeners.set_outage("a", OFFLINE)
    listeners.set_outage("a", None)
    listeners.set_outage("a", None)
    assert events == [OutageChanged(OFFLINE), OutageChanged(None)]


def test_the_outages_of_two_sources(listeners, events):
    listeners.set_outage("a", OFFLINE)
    listeners.set_outage("b", BUSY)
    listeners.set_outage("a", None)
    listeners.set_outage("b", None)
    assert events == [
        OutageChanged(OFFLINE),
        OutageChanged(OFFLINE, (BUSY,)),
        OutageChanged(BUSY),
        OutageChanged(None),
    ]


def test_an_outage_that_needs_a_sign_in_comes_first(listeners, events):
    """The bar has the button for it, whatever else waits meanwhile."""
    listeners.set_outage("a", OFFLINE)
    listeners.set_outage("b", SIGNED_OUT)
    assert events[-1] == OutageChanged(SIGNED_OUT, (OFFLINE,))
    assert listeners.outage == SIGNED_OUT
    listeners.set_outage("b", replace(SIGNED_OUT, given_up=True))
    assert listeners.outage == OFFLINE


def test_a_new_listener_gets_the_outage(listeners):
    late: list[Any] = []
    listeners.set_outage("a", OFFLINE)
    listeners.add(late.append)
    assert late == [OutageChanged(OFFLINE)]


def test_a_journal_error_is_reported_once(listeners, events):
    listeners.set_journal_error(FULL)
    listeners.set_journal_error(FULL)
    assert [event.outage.kind for event in events] == [OutageKind.DISK]
    listeners.set_journal_error(None)
    assert events[1:] == [OutageChanged(None)]


def test_another_journal_error_keeps_the_start_of_the_outage(listeners, events):
    listeners.set_journal_error(FULL)
    listeners.set_journal_error(AppError("The disk is gone"))
    assert events[0].outage.since == events[1].outage.since
    assert events[1].outage.error.title == "The disk is gone"

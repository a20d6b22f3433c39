"""Statuses that are late, for another folder, or never returned."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.gui.browser.folder import status_feed
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.browse import (
    KeysResolved,
    ListFolder,
    ReadStatuses,
    ResolvedKey,
    StatusesRead,
)
from tests.fakes.folders import KEY, SSE_KMS, looked
from tests.gui.browser.conftest import CONNECTION, PLACE

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
OTHER = Connection("other", "eu-central-1")


def reads(browser):
    return browser.runner.jobs_of(ReadStatuses)


def wait_for_read(browser, qtbot, count=1):
    """Wait for that many jobs; return the handle and the job of the last one."""
    qtbot.waitUntil(lambda: len(reads(browser)) >= count)
    return browser.runner.handle_of(ReadStatuses), reads(browser)[-1]


def respond(handle, job, *keys):
    seen = [(one, looked(SSE_KMS)) for one in job.objects if not keys or one.key in keys]
    handle.progressed.emit((StatusesRead(tuple(seen)),))


def known(browser):
    return {row.name: row.status is not None for row in browser.model.rows() if not row.is_folder}


@pytest.mark.parametrize(
    ("connection", "place"),
    [(CONNECTION, Location("other-bucket", "in/")), (OTHER, PLACE), (CONNECTION, PLACE)],
)
def test_late_statuses_of_another_folder_are_ignored(opened, qtbot, connection, place):
    handle, job = wait_for_read(opened, qtbot)
    opened.panel.start(connection, place)
    opened.list("in/a.pdf", "in/b.txt", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    respond(handle, job)
    handle.progressed.emit((KeysResolved({KEY: ResolvedKey(("alias/wrong",), False)}),))
    assert known(opened) == {"a.pdf": False, "b.txt": False}
    assert opened.model.all.keys == {}


def test_a_late_failure_of_another_folder_is_ignored(opened, qtbot):
    handle, _ = wait_for_read(opened, qtbot)
    opened.panel.go(Location("other-bucket"))
    opened.list("z")
    handle.fail(AppError("You are signed out"))
    assert opened.folder.banner.isHidden()
    handle, job = wait_for_read(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["z"]


def test_a_changed_object_does_not_get_its_old_status(opened, qtbot):
    _, job = wait_for_read(opened, qtbot)
    opened.panel.show_changes()
    opened.list("in/a.pdf", sizes={"in/a.pdf": 99})
    opened.model.set_statuses(tuple((one, looked()) for one in job.objects), cached=False)
    assert known(opened) == {"a.pdf": False}


def test_another_connection_starts_without_known_keys(opened):
    opened.model.set_keys({KEY: ResolvedKey(("alias/k",), False)})
    opened.panel.start(OTHER, PLACE)
    assert opened.model.all.keys == {}


def test_after_changes_only_new_objects_are_read(opened, qtbot):
    handle, job = wait_for_read(opened, qtbot)
    respond(handle, job)
    handle.succeed(2)
    opened.panel.show_changes()
    opened.list("in/a.pdf", "in/b.txt", "in/new", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    _, job = wait_for_read(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["in/new"]


def test_a_failed_refresh_reads_everything_later(opened, qtbot):
    wait_for_read(opened, qtbot)
    opened.panel.show_changes()
    opened.runner.handle_of(ListFolder).fail(AppError("No network"))
    _, job = wait_for_read(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["in/a.pdf", "in/b.txt"]


def test_stopped_reads_are_repeated(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "AUTOMATIC", 2)
    browser.open()
    browser.list(*(f"in/{number:04}" for number in range(400)))
    handle, job = wait_for_read(browser, qtbot)
    respond(handle, job)
    handle.succeed(1)
    browser.panel.refresh()  # reads all statuses again
    browser.list(*(f"in/{number:04}" for number in range(400)))
    browser.folder.feed.read_all()
    rest = browser.runner.handle_of(ReadStatuses)
    respond(rest, reads(browser)[-1], "in/0000")
    browser.folder.status.stop_pressed.emit()
    browser.folder.feed.read_all()
    requested = [one.key for one in reads(browser)[-1].objects]
    assert "in/0000" not in requested
    assert "in/0001" in requested


def test_a_refresh_reads_the_keys_once(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "AUTOMATIC", 2)
    names = [f"in/{number:04}" for number in range(2400)]
    browser.open()
    browser.list(*names)
    browser.panel.refresh()
    browser.list(*names)
    before = len(reads(browser))
    browser.folder.feed.read_all()
    browser.runner.handle_of(ReadStatuses).succeed(1)
    jobs = reads(browser)[before:]
    assert [(job.fresh, job.fresh_keys) for job in jobs] == [(True, True), (True, False)]


def test_a_failed_read_is_repeated_by_the_next_one(opened, qtbot):
    handle, _ = wait_for_read(opened, qtbot)
    handle.fail(AppError("No network"))
    opened.folder.feed.read()
    _, job = wait_for_read(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["in/a.pdf", "in/b.txt"]


def test_reading_that_waits_for_a_sign_in_offers_it(opened, qtbot):
    outages: list[object] = []
    wanted: list[object] = []
    feed, status = opened.folder.feed, opened.folder.status
    feed.outages_changed.connect(outages.append)
    feed.sign_in_requested.connect(wanted.append)
    handle, _ = wait_for_read(opened, qtbot)
    error = AppError("The session has expired", code="ExpiredToken")
    outage = Outage(OutageKind.SIGNED_OUT, error, NOON, connection=CONNECTION)
    handle.progressed.emit((OutageChanged(outage),))
    assert outages == [(outage,)]
    assert not status.sign_in.isHidden()
    assert status._text.text().startswith("Waiting for sign-in · ")
    status.sign_in.click()
    assert wanted == [CONNECTION]
    handle.progressed.emit((OutageChanged(None),))
    assert outages[-1] == ()
    assert status.sign_in.isHidden()
    handle.progressed.emit((OutageChanged(outage),))
    opened.panel.go(Location("other-bucket"))
    assert outages[-1] == ()

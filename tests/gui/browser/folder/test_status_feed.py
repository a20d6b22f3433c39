"""Answers that come late, for another folder or not at all."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.folder import status_feed
from s3enc_gui.jobs.listing.browse import (
    KeysResolved,
    ListFolder,
    ReadStatuses,
    ResolvedKey,
    StatusesRead,
)
from tests.fakes.folders import KEY, SSE_KMS, looked
from tests.gui.browser.conftest import CONNECTION, PLACE

OTHER = Connection("other", "eu-central-1")


def looks(browser):
    return browser.runner.jobs_of(ReadStatuses)


def waited(browser, qtbot, count=1):
    """Wait until S3 has been asked that often; return the last handle and its job."""
    qtbot.waitUntil(lambda: len(looks(browser)) >= count)
    return browser.runner.handle_of(ReadStatuses), looks(browser)[-1]


def answer(handle, job, *keys):
    seen = [(one, looked(SSE_KMS)) for one in job.objects if not keys or one.key in keys]
    handle.progressed.emit((StatusesRead(tuple(seen)),))


def seen(browser):
    return {row.name: row.looked is not None for row in browser.model.rows() if not row.is_folder}


@pytest.mark.parametrize(
    ("connection", "place"),
    [(CONNECTION, Location("other-bucket", "in/")), (OTHER, PLACE), (CONNECTION, PLACE)],
)
def test_an_answer_for_what_was_shown_before_is_not_heard(opened, qtbot, connection, place):
    handle, job = waited(opened, qtbot)
    opened.panel.start(connection, place)
    opened.list("in/a.pdf", "in/b.txt", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    answer(handle, job)
    handle.progressed.emit((KeysResolved({KEY: ResolvedKey(("alias/wrong",), False)}),))
    assert seen(opened) == {"a.pdf": False, "b.txt": False}
    assert opened.model.all.keys == {}


def test_a_failure_for_what_was_shown_before_is_not_told(opened, qtbot):
    handle, _ = waited(opened, qtbot)
    opened.panel.go(Location("other-bucket"))
    opened.list("z")
    handle.fail(AppError("You are signed out"))
    assert opened.folder.banner.isHidden()
    handle, job = waited(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["z"]


def test_an_object_written_meanwhile_does_not_get_its_old_status(opened, qtbot):
    _, job = waited(opened, qtbot)
    opened.panel.show_news()
    opened.list("in/a.pdf", sizes={"in/a.pdf": 99})
    opened.model.see(tuple((one, looked()) for one in job.objects), cached=False)
    assert seen(opened) == {"a.pdf": False}


def test_another_connection_has_other_names_for_keys(opened):
    opened.model.learn({KEY: ResolvedKey(("alias/k",), False)})
    opened.panel.start(OTHER, PLACE)
    assert opened.model.all.keys == {}


def test_news_ask_for_what_is_new_only(opened, qtbot):
    handle, job = waited(opened, qtbot)
    answer(handle, job)
    handle.succeed(2)
    opened.panel.show_news()
    opened.list("in/a.pdf", "in/b.txt", "in/new", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    _, job = waited(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["in/new"]


def test_a_refresh_that_fails_leaves_nothing_unasked(opened, qtbot):
    waited(opened, qtbot)
    opened.panel.show_news()
    opened.runner.handle_of(ListFolder).fail(AppError("No network"))
    _, job = waited(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["in/a.pdf", "in/b.txt"]


def test_what_was_stopped_is_asked_for_again(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "BY_ITSELF", 2)
    browser.open()
    browser.list(*(f"in/{number:04}" for number in range(400)))
    handle, job = waited(browser, qtbot)
    answer(handle, job)
    handle.succeed(1)
    browser.panel.refresh()  # what was seen does not count any more
    browser.list(*(f"in/{number:04}" for number in range(400)))
    browser.folder.feed.look_at_all()
    rest = browser.runner.handle_of(ReadStatuses)
    answer(rest, looks(browser)[-1], "in/0000")
    browser.folder.looking.stop_pressed.emit()
    browser.folder.feed.look_at_all()
    asked = [one.key for one in looks(browser)[-1].objects]
    assert "in/0000" not in asked
    assert "in/0001" in asked


def test_a_refresh_asks_for_the_keys_once(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "BY_ITSELF", 2)
    names = [f"in/{number:04}" for number in range(2400)]
    browser.open()
    browser.list(*names)
    browser.panel.refresh()
    browser.list(*names)
    before = len(looks(browser))
    browser.folder.feed.look_at_all()
    browser.runner.handle_of(ReadStatuses).succeed(1)
    jobs = looks(browser)[before:]
    assert [(job.fresh, job.fresh_keys) for job in jobs] == [(True, True), (True, False)]


def test_what_could_not_be_asked_is_asked_for_by_the_next_look(opened, qtbot):
    handle, _ = waited(opened, qtbot)
    handle.fail(AppError("No network"))
    opened.folder.feed.look()
    _, job = waited(opened, qtbot, 2)
    assert [one.key for one in job.objects] == ["in/a.pdf", "in/b.txt"]

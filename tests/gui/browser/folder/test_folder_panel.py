"""Listings that are stopped, fail or are late: an incomplete folder never looks complete."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import Page, Position
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models import objects_model
from s3enc_gui.gui.browser.models.row_sorting import Column, SortRows
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from tests.fakes.folders import listed, page
from tests.gui.browser.conftest import CONNECTION, button

AFTER_A = Position("in/a", token="t")


def handle(browser):
    return browser.runner.handle_of(ListFolder)


def deliver(browser, *keys, sizes=None):
    one = replace(page(*keys, sizes=sizes), next=Position(max(keys), token="t"))
    handle(browser).progressed.emit((PageListed(one),))


def stop(browser):
    browser.folder.status.stop_pressed.emit()


def fail(browser):
    handle(browser).fail(AppError("No network"))


def offers_more(browser):
    return button(browser.folder.status, "Show more").isVisible()


def message(browser):
    view = browser.folder.view
    return view.message.title if view.currentWidget() is view.message else None


def update(browser, qtbot):
    """Let the panel update what it shows."""
    browser.model.changed.emit()
    qtbot.wait(150)


@pytest.mark.parametrize("end", [stop, fail])
def test_a_listing_that_ended_early_can_be_continued(browser, end):
    browser.open()
    deliver(browser, "in/x/", "in/a")
    end(browser)
    assert offers_more(browser)
    button(browser.folder.status, "Show more").click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == Position("in/x/", token="t")
    browser.list("in/z")
    assert browser.names() == ["x/", "a", "z"]
    assert not offers_more(browser)


@pytest.mark.parametrize("end", [stop, fail])
def test_a_folder_without_a_listing_is_not_called_empty(browser, end, qtbot):
    browser.open()
    end(browser)
    browser.folder.banner.clear()
    browser.folder.filter_names("")
    update(browser, qtbot)
    assert message(browser)
    browser.panel.refresh()
    browser.list("in/a")
    assert browser.names() == ["a"]


@pytest.mark.parametrize("end", [stop, fail])
def test_a_failed_listing_can_be_retried(browser, end, qtbot):
    browser.open()
    end(browser)
    again = browser.folder.view.message.button
    assert again.isVisible()
    assert again.text() == "Try again"
    again.setFocus()
    qtbot.keyClick(again, Qt.Key.Key_Space)
    assert not browser.folder.banner.isVisible()
    assert browser.folder.view.currentWidget() is browser.table
    browser.list("in/a")
    assert browser.names() == ["a"]


def test_other_messages_do_not_change_an_empty_folder(opened, qtbot):
    opened.panel.go(Location("my-bucket", "empty/"))
    opened.list()
    opened.folder.banner.show_error(AppError("That is no address"))
    update(opened, qtbot)
    assert message(opened) is None


@pytest.mark.parametrize("end", [stop, fail])
def test_a_refresh_that_ended_early_keeps_an_incomplete_folder_incomplete(browser, end):
    browser.open()
    browser.list("in/a", last=AFTER_A)
    browser.panel.refresh()
    deliver(browser, "in/a", "in/b")
    end(browser)
    assert browser.names() == ["a"]
    button(browser.folder.status, "Show more").click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == AFTER_A


@pytest.mark.parametrize("end", [stop, fail])
def test_a_failed_continuation_can_be_repeated(browser, end):
    browser.open()
    browser.list("in/a", last=AFTER_A)
    button(browser.folder.status, "Show more").click()
    end(browser)
    assert offers_more(browser)
    button(browser.folder.status, "Show more").click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == AFTER_A


def test_a_continuation_has_the_same_limit(browser):
    browser.open()
    browser.list("in/a", last=AFTER_A)
    button(browser.folder.status, "Show more").click()
    first, more = browser.runner.jobs_of(ListFolder)
    assert first.limit == more.limit


@pytest.fixture
def few_at_once(monkeypatch):
    monkeypatch.setattr(objects_model, "AT_ONCE", 2)


def finish_sorting(browser):
    """Finish the latest sort job."""
    job = browser.runner.jobs_of(SortRows)[-1]
    browser.runner.handle_of(SortRows).succeed(job.run(objects_model.NO_CONTEXT))


@pytest.mark.usefixtures("few_at_once")
def test_rows_added_during_sorting_are_sorted_later(browser, qtbot):
    browser.open()
    deliver(browser, "in/a", "in/b", "in/c", sizes={"in/a": 1, "in/b": 2, "in/c": 3})
    browser.table.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    deliver(browser, "in/d", sizes={"in/d": 9})  # while they are being sorted
    finish_sorting(browser)
    handle(browser).succeed(Listed(4))
    qtbot.waitUntil(lambda: len(browser.runner.jobs_of(SortRows)) == 2)
    finish_sorting(browser)
    assert browser.names() == ["d", "c", "b", "a"]


@pytest.mark.usefixtures("few_at_once")
def test_a_late_sort_result_of_another_folder_is_ignored(browser):
    browser.open()
    browser.list("in/a", "in/b", "in/c")
    browser.table.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    late, jobs = browser.runner.handle_of(SortRows), browser.runner.jobs_of(SortRows)
    job = jobs[-1]
    browser.panel.go(Location("other", "in/"))
    deliver(browser, "in/c", "in/a")
    late.succeed(job.run(objects_model.NO_CONTEXT))
    assert browser.names() == ["c", "a"]
    assert all(browser.model.all.find(row.id) is row for row in browser.model.rows())
    assert browser.runner.jobs_of(SortRows) == jobs  # the old one isn't repeated


def test_a_double_click_on_a_bucket_lists_it_once(browser):
    browser.panel.start(CONNECTION, None)
    browser.panel.go(Location("my-bucket"))  # a click
    browser.panel.go(Location("my-bucket"))  # and the other one of a double click
    assert len(browser.runner.jobs_of(ListFolder)) == 1
    browser.list("a")
    browser.panel.go(Location("my-bucket"))
    assert len(browser.runner.jobs_of(ListFolder)) == 2


@pytest.mark.parametrize("size", [0, 7])
def test_a_folder_object_with_content_is_a_row(browser, size):
    browser.open()
    handle(browser).progressed.emit((PageListed(Page((), (listed("in/", size),))),))
    handle(browser).succeed(Listed(1))
    assert browser.names() == (["in/"] if size else [])
    shows_table = browser.folder.view.currentWidget() is browser.table
    assert shows_table is bool(size)


def test_a_listed_folder_is_announced_once(browser, announced):
    browser.open()
    browser.list("in/a", "in/b")
    browser.folder.refresh(fresh=False)
    browser.list("in/a", "in/b", "in/c")
    assert [said for said, _urgent in announced] == ["2 items are listed.", "3 items are listed."]

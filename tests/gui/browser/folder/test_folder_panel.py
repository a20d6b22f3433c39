"""Listings that are stopped, fail or come late: the folder never looks complete when it is not."""

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
from tests.gui.browser.conftest import CONNECTION

AFTER_A = Position("in/a", token="t")


def handle(browser):
    return browser.runner.handle_of(ListFolder)


def come(browser, *keys, sizes=None):
    one = replace(page(*keys, sizes=sizes), next=Position(max(keys), token="t"))
    handle(browser).progressed.emit((PageListed(one),))


def stop(browser):
    browser.folder.looking.stop_pressed.emit()


def fail(browser):
    handle(browser).fail(AppError("No network"))


def says_more(browser):
    return browser.folder.looking._more.isVisible()


def words(browser):
    view = browser.folder.view
    return view._words.text() if view.currentWidget() is view._page_of_text else None


@pytest.mark.parametrize("end", [stop, fail])
def test_a_listing_that_was_cut_says_so_and_goes_on_where_it_was(browser, end):
    browser.open()
    come(browser, "in/x/", "in/a")
    end(browser)
    assert says_more(browser)
    browser.folder.looking._more.click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == Position("in/x/", token="t")
    browser.list("in/z")
    assert browser.names() == ["x/", "a", "z"]
    assert not says_more(browser)


@pytest.mark.parametrize("end", [stop, fail])
def test_a_folder_of_which_nothing_came_is_not_called_empty(browser, end):
    browser.open()
    end(browser)
    browser.folder.banner.clear()
    browser.folder.filter_names("")
    browser.folder._show_all()
    assert words(browser)
    browser.panel.refresh()
    browser.list("in/a")
    assert browser.names() == ["a"]


@pytest.mark.parametrize("end", [stop, fail])
def test_what_could_not_be_listed_is_tried_again_with_a_button(browser, end, qtbot):
    browser.open()
    end(browser)
    again = browser.folder.view._again
    assert again.isVisible()
    assert not browser.folder.view._unfilter.isVisible()
    again.setFocus()
    qtbot.keyClick(again, Qt.Key.Key_Space)
    assert not browser.folder.banner.isVisible()
    assert browser.folder.view.currentWidget() is browser.table
    browser.list("in/a")
    assert browser.names() == ["a"]


def test_an_empty_folder_stays_one_whatever_else_is_told(opened):
    opened.panel.go(Location("my-bucket", "empty/"))
    opened.list()
    opened.folder.banner.show_error(AppError("That is no address"))
    opened.folder._show_all()
    assert words(opened) is None


@pytest.mark.parametrize("end", [stop, fail])
def test_a_refresh_that_was_cut_leaves_a_folder_as_incomplete_as_it_was(browser, end):
    browser.open()
    browser.list("in/a", last=AFTER_A)
    browser.panel.refresh()
    come(browser, "in/a", "in/b")
    end(browser)
    assert browser.names() == ["a"]
    browser.folder.looking._more.click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == AFTER_A


@pytest.mark.parametrize("end", [stop, fail])
def test_more_that_does_not_come_is_still_to_come(browser, end):
    browser.open()
    browser.list("in/a", last=AFTER_A)
    browser.folder.looking._more.click()
    end(browser)
    assert says_more(browser)
    browser.folder.looking._more.click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == AFTER_A


def test_more_is_never_more_than_the_first_time(browser):
    browser.open()
    browser.list("in/a", last=AFTER_A)
    browser.folder.looking._more.click()
    first, more = browser.runner.jobs_of(ListFolder)
    assert first.limit == more.limit


@pytest.fixture
def few_at_once(monkeypatch):
    monkeypatch.setattr(objects_model, "AT_ONCE", 2)


def arrange(browser):
    """Let the last arranging be done."""
    job = browser.runner.jobs_of(SortRows)[-1]
    browser.runner.handle_of(SortRows).succeed(job.run(objects_model._NOW))


@pytest.mark.usefixtures("few_at_once")
def test_rows_that_come_while_others_are_sorted_are_sorted_in_the_end(browser, qtbot):
    browser.open()
    come(browser, "in/a", "in/b", "in/c", sizes={"in/a": 1, "in/b": 2, "in/c": 3})
    browser.table.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    come(browser, "in/d", sizes={"in/d": 9})  # while they are being sorted
    arrange(browser)
    handle(browser).succeed(Listed(4))
    qtbot.waitUntil(lambda: len(browser.runner.jobs_of(SortRows)) == 2)
    arrange(browser)
    assert browser.names() == ["d", "c", "b", "a"]


@pytest.mark.usefixtures("few_at_once")
def test_another_folder_gets_no_order_of_the_one_before(browser):
    browser.open()
    browser.list("in/a", "in/b", "in/c")
    browser.table.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    late, job = browser.runner.handle_of(SortRows), browser.runner.jobs_of(SortRows)[-1]
    browser.panel.go(Location("other", "in/"))
    come(browser, "in/c", "in/a")
    late.succeed(job.run(objects_model._NOW))
    assert browser.names() == ["c", "a"]
    assert all(browser.model.all.find(row.id) is row for row in browser.model.rows())
    assert len(browser.runner.jobs_of(SortRows)) == 1  # nor is the old one arranged once more


def test_going_again_to_where_one_is_just_being_brought_does_not_begin_anew(browser):
    browser.panel.start(CONNECTION, None)
    browser.panel.go(Location("my-bucket"))  # a click
    browser.panel.go(Location("my-bucket"))  # and the other one of a double click
    assert len(browser.runner.jobs_of(ListFolder)) == 1
    browser.list("a")
    browser.panel.go(Location("my-bucket"))
    assert len(browser.runner.jobs_of(ListFolder)) == 2


@pytest.mark.parametrize("size", [0, 7])
def test_a_folders_own_object_is_a_row_where_it_holds_something(browser, size):
    browser.open()
    handle(browser).progressed.emit((PageListed(Page((), (listed("in/", size),))),))
    handle(browser).succeed(Listed(1))
    assert browser.names() == (["in/"] if size else [])
    shows_table = browser.folder.view.currentWidget() is browser.table
    assert shows_table is bool(size)

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_filter import StatusFilter
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import Position
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
from tests.gui.browser.conftest import CONNECTION, PLACE, button


def reads(browser):
    return browser.runner.jobs_of(ReadStatuses)


def respond(browser, status=SSE_KMS):
    """Return statuses for all objects of the latest job."""
    handle, job = browser.runner.handle_of(ReadStatuses), reads(browser)[-1]
    seen = tuple((listed, looked(status)) for listed in job.objects)
    handle.progressed.emit(
        (StatusesRead(seen), KeysResolved({KEY: ResolvedKey(("alias/k",), False)}))
    )
    handle.succeed(len(job.objects))


def test_rows_are_shown_as_pages_arrive(browser):
    browser.open()
    (job,) = browser.runner.jobs_of(ListFolder)
    assert (job.connection, job.bucket, job.prefix, job.versions) == (
        CONNECTION, "my-bucket", "in/", False,
    )  # fmt: skip
    browser.list("in/x/", "in/a.pdf")
    assert browser.names() == ["x/", "a.pdf"]
    assert browser.folder.view.currentWidget() is browser.table


def test_enter_opens_a_folder_and_history_leads_back(opened, qtbot):
    opened.select("x/")
    opened.table.setCurrentIndex(opened.model.index(0, 0))
    qtbot.keyClick(opened.table, Qt.Key.Key_Return)
    assert opened.panel.location == Location("my-bucket", "in/x/")
    opened.list("in/x/deep.txt")
    opened.actions.back.trigger()
    assert opened.panel.location == PLACE
    opened.actions.forward.trigger()
    assert opened.panel.location == Location("my-bucket", "in/x/")
    opened.actions.up.trigger()
    opened.list("in/x/", "in/a.pdf")
    assert opened.selected() == ["x/"]
    assert opened.listings()[-1] == ("my-bucket", "in/")


def test_back_and_forward_restore_the_selection(opened):
    keys = ("in/x/", "in/a.pdf", "in/b.txt")
    opened.select("x/", "b.txt")
    opened.panel.go(Location("my-bucket", "in/x/"))
    opened.list("in/x/1", "in/x/2")
    assert opened.selected() == []
    opened.select("2")
    opened.actions.back.trigger()
    opened.list(*keys)
    assert opened.selected() == ["x/", "b.txt"]
    opened.actions.forward.trigger()
    opened.list("in/x/1", "in/x/2")
    assert opened.selected() == ["2"]


def test_passing_through_a_folder_keeps_its_saved_selection(opened):
    opened.select("b.txt")
    for place in ("in/x/", "in/x/y/"):
        opened.panel.go(Location("my-bucket", place))
        opened.list(f"{place}z")
    opened.actions.back.trigger()
    opened.actions.back.trigger()
    opened.actions.forward.trigger()
    opened.actions.back.trigger()
    opened.list("in/x/", "in/b.txt")
    assert opened.selected() == ["b.txt"]


def test_the_address_of_an_object_opens_its_folder_and_selects_it(browser):
    browser.open(Location("my-bucket", "in/a.pdf"))
    assert browser.listings() == [("my-bucket", "in/")]
    browser.list("in/a.pdf", "in/b.txt")
    assert browser.selected() == ["a.pdf"]


def test_a_folder_entered_without_its_slash_is_opened(browser):
    browser.open(Location("my-bucket", "in"))
    browser.list("in/", "z")
    assert browser.listings()[-1] == ("my-bucket", "in/")


def test_an_empty_folder_shows_the_drop_area(opened):
    opened.panel.go(Location("my-bucket", "empty/"))
    opened.list()
    assert opened.folder.view.currentWidget() is opened.folder.view.drop_area
    assert opened.folder.summary.isHidden()


def test_without_a_bucket_the_drop_area_is_shown(browser):
    browser.open(None)
    assert browser.folder.view.currentWidget() is browser.folder.view.drop_area
    assert not browser.actions.refresh.isEnabled()


def test_a_failed_listing_is_reported(browser):
    browser.open()
    browser.runner.handle_of(ListFolder).fail(AppError("Access denied"))
    assert browser.folder.banner.accessibleName() == "Access denied"
    assert browser.folder.view.message.title == "Can't list this folder"


def test_statuses_are_read_automatically_visible_rows_first(opened, qtbot):
    qtbot.waitUntil(lambda: len(reads(opened)) > 0)
    assert [one.key for one in reads(opened)[0].objects] == ["in/a.pdf", "in/b.txt"]
    assert not reads(opened)[0].fresh
    respond(opened)
    assert opened.model.index(1, 3).data() == "SSE-KMS k"


def test_of_many_objects_only_visible_ones_are_read(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "AUTOMATIC", 50)
    browser.open()
    browser.list(*(f"in/{number:04}" for number in range(400)))
    qtbot.waitUntil(lambda: len(reads(browser)) > 0)
    respond(browser)
    asked = len(reads(browser)[0].objects)
    assert asked < 100
    qtbot.waitUntil(lambda: button(browser.folder.status, "Check all").isVisible())
    button(browser.folder.status, "Check all").click()
    qtbot.waitUntil(lambda: len(reads(browser)) > 1)
    assert len(reads(browser)[-1].objects) == 400 - asked
    assert button(browser.folder.status, "Stop").isVisible()
    button(browser.folder.status, "Stop").click()
    assert reads(browser)[-1] in browser.runner.cancelled


def test_scrolling_reads_rows_that_become_visible(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "AUTOMATIC", 50)
    browser.open()
    browser.list(*(f"in/{number:04}" for number in range(400)))
    qtbot.waitUntil(lambda: len(reads(browser)) > 0)
    browser.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(reads(browser)) > 1)
    assert "in/0399" in [one.key for one in reads(browser)[-1].objects]


def test_refresh_lists_and_reads_everything_again(opened, qtbot):
    qtbot.waitUntil(lambda: len(reads(opened)) > 0)
    respond(opened)
    opened.actions.refresh.trigger()
    opened.list("in/x/", "in/a.pdf", "in/new.txt", sizes={"in/a.pdf": 5})
    qtbot.waitUntil(lambda: len(reads(opened)) > 1)
    assert reads(opened)[-1].fresh
    assert {one.key for one in reads(opened)[-1].objects} == {"in/a.pdf", "in/new.txt"}
    assert opened.model.row(1).status is not None  # kept until then


def test_changes_are_listed_without_reading_known_statuses(opened, qtbot):
    qtbot.waitUntil(lambda: len(reads(opened)) > 0)
    respond(opened)
    opened.panel.show_changes()
    opened.list("in/x/", "in/a.pdf", "in/b.txt", "in/new.txt", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    qtbot.waitUntil(lambda: len(reads(opened)) > 1)
    assert not reads(opened)[-1].fresh


def test_expired_credentials_stop_reading(opened, qtbot):
    qtbot.waitUntil(lambda: len(reads(opened)) > 0)
    opened.runner.handle_of(ReadStatuses).fail(
        AppError("Your credentials have expired", code="ExpiredToken")
    )
    assert opened.folder.banner.accessibleName() == "Your credentials have expired"
    opened.folder.feed.read()
    qtbot.wait(120)
    assert not opened.folder.feed.is_reading


def test_the_summary_filters(opened, qtbot):
    qtbot.waitUntil(lambda: len(reads(opened)) > 0)
    respond(opened)
    qtbot.waitUntil(lambda: opened.folder.summary.shares[0].group is not None)
    (share,) = opened.folder.summary.shares
    assert (share.group, share.name, share.objects, share.bytes) == (
        Group(StatusKind.SSE_KMS, KEY, "aws:kms"), "SSE-KMS k", 2, 12,
    )  # fmt: skip
    opened.folder.summary.chosen.emit(StatusFilter(frozenset({share.group}), excluded=True))
    assert opened.names() == []
    assert opened.folder.view.message.button.isVisible()
    opened.folder.view.message.button.click()
    assert opened.names() == ["x/", "a.pdf", "b.txt"]


def test_the_field_filters_names(opened, qtbot):
    opened.actions.find.trigger()
    assert opened.panel.navigation.filter.hasFocus() or not opened.window.isActiveWindow()
    opened.panel.navigation.filter.setText("B.T")
    qtbot.waitUntil(lambda: opened.names() == ["b.txt"])
    opened.panel.navigation.filter.clear()
    qtbot.waitUntil(lambda: len(opened.names()) == 3)


def test_another_folder_is_not_filtered(opened, qtbot):
    opened.panel.navigation.filter.setText("b")
    qtbot.waitUntil(lambda: opened.names() == ["b.txt"])
    opened.panel.go(Location("my-bucket", "other/"))
    opened.list("other/z")
    assert opened.names() == ["z"]
    assert opened.panel.navigation.filter.text() == ""


def test_versions_are_shown_on_demand(opened):
    opened.actions.versions.trigger()
    assert opened.runner.jobs_of(ListFolder)[-1].versions
    assert not opened.table.isColumnHidden(5)
    opened.actions.versions.trigger()
    assert not opened.runner.jobs_of(ListFolder)[-1].versions
    assert opened.table.isColumnHidden(5)


def test_the_listing_of_a_huge_folder_pauses_and_continues(browser):
    browser.open()
    browser.list("in/a", "in/b", last=Position("in/b"))
    assert button(browser.folder.status, "Show more").isVisible()
    button(browser.folder.status, "Show more").click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == Position("in/b")
    browser.list("in/c")
    assert browser.names() == ["a", "b", "c"]
    assert button(browser.folder.status, "Show more").isHidden()


def test_a_listing_can_be_stopped(browser):
    browser.open()
    assert button(browser.folder.status, "Stop").isVisible()
    button(browser.folder.status, "Stop").click()
    assert browser.runner.cancelled == browser.runner.jobs_of(ListFolder)


def test_typing_finds_a_row(opened, qtbot):
    opened.table.setFocus()
    qtbot.keyClicks(opened.table, "b")
    assert opened.selected() == ["b.txt"]


def test_a_selection_stays_with_its_rows_through_sorting_and_refresh(opened):
    opened.select("a.pdf")
    opened.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert opened.names() == ["x/", "b.txt", "a.pdf"]
    assert opened.selected() == ["a.pdf"]


@pytest.mark.parametrize("wide", [True, False])
def test_narrow_tables_hide_the_storage_class(opened, wide):
    opened.window.resize(1200 if wide else 640, 500)
    opened.panel.resize(1200 if wide else 640, 500)
    opened.table.fit_columns()
    assert opened.table.isColumnHidden(4) is not wide


def test_removing_selected_rows_changes_the_selection(opened, qtbot):
    opened.select("a.pdf")
    with qtbot.waitSignal(opened.table.selection_changed):
        opened.model.remove([opened.model.row(1)])
    assert opened.selected() == []


@pytest.mark.parametrize("text", ["n\u00e4", "na\u0308", "N\u00c4"])
def test_the_field_finds_any_unicode_form(browser, qtbot, text):
    browser.open()
    browser.list("in/n\u00e4.txt", "in/na\u0308.txt", "in/na.txt")
    browser.panel.navigation.filter.setText(text)
    qtbot.waitUntil(lambda: len(browser.names()) == 2)
    assert sorted(browser.names()) == sorted(["n\u00e4.txt", "na\u0308.txt"])

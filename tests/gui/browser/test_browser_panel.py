from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.audits.audit import Group
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
from tests.gui.browser.conftest import CONNECTION, PLACE


def looks(browser):
    return browser.runner.jobs_of(ReadStatuses)


def see(browser, status=SSE_KMS):
    """Let S3 answer for all that it was asked for last."""
    handle, job = browser.runner.handle_of(ReadStatuses), looks(browser)[-1]
    seen = tuple((listed, looked(status)) for listed in job.objects)
    handle.progressed.emit(
        (StatusesRead(seen), KeysResolved({KEY: ResolvedKey(("alias/k",), False)}))
    )
    handle.succeed(len(job.objects))


def test_a_folder_is_listed_as_its_pages_come(browser):
    browser.open()
    (job,) = browser.runner.jobs_of(ListFolder)
    assert (job.connection, job.bucket, job.prefix, job.versions) == (
        CONNECTION, "my-bucket", "in/", False,
    )  # fmt: skip
    browser.list("in/x/", "in/a.pdf")
    assert browser.names() == ["x/", "a.pdf"]
    assert browser.folder.view.currentWidget() is browser.table


def test_a_double_click_and_enter_open_folders_and_the_ways_lead_back(opened, qtbot):
    opened.select("x/")
    opened.table.setCurrentIndex(opened.model.index(0, 0))
    qtbot.keyClick(opened.table, Qt.Key.Key_Return)
    assert opened.panel.place == Location("my-bucket", "in/x/")
    opened.list("in/x/deep.txt")
    opened.commands.back.trigger()
    assert opened.panel.place == PLACE
    opened.commands.forward.trigger()
    assert opened.panel.place == Location("my-bucket", "in/x/")
    opened.commands.up.trigger()
    opened.list("in/x/", "in/a.pdf")
    assert opened.selected() == ["x/"]
    assert opened.listings()[-1] == ("my-bucket", "in/")


def test_back_and_forward_select_what_was_selected(opened):
    keys = ("in/x/", "in/a.pdf", "in/b.txt")
    opened.select("x/", "b.txt")
    opened.panel.go(Location("my-bucket", "in/x/"))
    opened.list("in/x/1", "in/x/2")
    assert opened.selected() == []
    opened.select("2")
    opened.commands.back.trigger()
    opened.list(*keys)
    assert opened.selected() == ["x/", "b.txt"]
    opened.commands.forward.trigger()
    opened.list("in/x/1", "in/x/2")
    assert opened.selected() == ["2"]


def test_what_was_selected_is_remembered_through_a_short_stop_on_the_way(opened):
    opened.select("b.txt")
    for place in ("in/x/", "in/x/y/"):
        opened.panel.go(Location("my-bucket", place))
        opened.list(f"{place}z")
    opened.commands.back.trigger()
    opened.commands.back.trigger()
    opened.commands.forward.trigger()
    opened.commands.back.trigger()
    opened.list("in/x/", "in/b.txt")
    assert opened.selected() == ["b.txt"]


def test_an_address_of_an_object_shows_its_folder_with_it_selected(browser):
    browser.open(Location("my-bucket", "in/a.pdf"))
    assert browser.listings() == [("my-bucket", "in/")]
    browser.list("in/a.pdf", "in/b.txt")
    assert browser.selected() == ["a.pdf"]


def test_a_folder_that_was_typed_without_its_slash_is_opened(browser):
    browser.open(Location("my-bucket", "in"))
    browser.list("in/", "z")
    assert browser.listings()[-1] == ("my-bucket", "in/")


def test_an_empty_folder_invites(opened):
    opened.panel.go(Location("my-bucket", "empty/"))
    opened.list()
    assert opened.folder.view.currentWidget() is opened.folder.view.drop_area
    assert opened.folder.summary.isHidden()


def test_without_a_bucket_there_is_the_invitation(browser):
    browser.open(None)
    assert browser.folder.view.currentWidget() is browser.folder.view.drop_area
    assert not browser.commands.refresh.isEnabled()


def test_what_cannot_be_listed_is_told(browser):
    browser.open()
    browser.runner.handle_of(ListFolder).fail(AppError("You may not list this bucket"))
    assert browser.folder.banner.accessibleName() == "You may not list this bucket"
    assert browser.folder.view.currentIndex() == 2


def test_objects_are_looked_at_unasked_those_in_sight_first(opened, qtbot):
    qtbot.waitUntil(lambda: len(looks(opened)) > 0)
    assert [one.key for one in looks(opened)[0].objects] == ["in/a.pdf", "in/b.txt"]
    assert not looks(opened)[0].fresh
    see(opened)
    assert opened.model.index(1, 3).data() == "SSE-KMS k"


def test_of_many_objects_only_those_in_sight_are(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "BY_ITSELF", 50)
    browser.open()
    browser.list(*(f"in/{number:04}" for number in range(400)))
    qtbot.waitUntil(lambda: len(looks(browser)) > 0)
    see(browser)
    asked = len(looks(browser)[0].objects)
    assert asked < 100
    qtbot.waitUntil(browser.folder.looking._all.isVisible)
    browser.folder.looking._all.click()
    qtbot.waitUntil(lambda: len(looks(browser)) > 1)
    assert len(looks(browser)[-1].objects) == 400 - asked
    assert browser.folder.looking._stop.isVisible()
    browser.folder.looking._stop.click()
    assert looks(browser)[-1] in browser.runner.cancelled


def test_scrolling_looks_at_what_comes_into_sight(browser, qtbot, monkeypatch):
    monkeypatch.setattr(status_feed, "BY_ITSELF", 50)
    browser.open()
    browser.list(*(f"in/{number:04}" for number in range(400)))
    qtbot.waitUntil(lambda: len(looks(browser)) > 0)
    browser.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(looks(browser)) > 1)
    assert "in/0399" in [one.key for one in looks(browser)[-1].objects]


def test_refresh_lists_anew_and_asks_s3_anew(opened, qtbot):
    qtbot.waitUntil(lambda: len(looks(opened)) > 0)
    see(opened)
    opened.commands.refresh.trigger()
    opened.list("in/x/", "in/a.pdf", "in/new.txt", sizes={"in/a.pdf": 5})
    qtbot.waitUntil(lambda: len(looks(opened)) > 1)
    assert looks(opened)[-1].fresh
    assert {one.key for one in looks(opened)[-1].objects} == {"in/a.pdf", "in/new.txt"}
    assert opened.model.row(1).looked is not None  # the old one until then


def test_news_are_listed_without_asking_for_what_is_known(opened, qtbot):
    qtbot.waitUntil(lambda: len(looks(opened)) > 0)
    see(opened)
    opened.panel.show_news()
    opened.list("in/x/", "in/a.pdf", "in/b.txt", "in/new.txt", sizes={"in/a.pdf": 5, "in/b.txt": 7})
    qtbot.waitUntil(lambda: len(looks(opened)) > 1)
    assert not looks(opened)[-1].fresh


def test_who_is_signed_out_is_told_and_no_more_is_asked(opened, qtbot):
    qtbot.waitUntil(lambda: len(looks(opened)) > 0)
    opened.runner.handle_of(ReadStatuses).fail(
        AppError("Your sign-in ran out", code="ExpiredToken")
    )
    assert opened.folder.banner.accessibleName() == "Your sign-in ran out"
    opened.folder.feed.look()
    qtbot.waitUntil(lambda: not opened.folder.feed._calm.isActive())
    assert not opened.folder.feed.is_looking


def test_the_summary_filters(opened, qtbot):
    qtbot.waitUntil(lambda: len(looks(opened)) > 0)
    see(opened)
    qtbot.waitUntil(lambda: opened.folder.summary.shares[0].group is not None)
    (share,) = opened.folder.summary.shares
    assert (share.group, share.words, share.objects, share.bytes) == (
        Group(StatusKind.SSE_KMS, KEY, "aws:kms"), "SSE-KMS k", 2, 12,
    )  # fmt: skip
    opened.folder.summary.chosen.emit(StatusFilter(frozenset({share.group}), excluded=True))
    assert opened.names() == []
    assert opened.folder.view._unfilter.isVisible()
    opened.folder.view._unfilter.click()
    assert opened.names() == ["x/", "a.pdf", "b.txt"]


def test_the_field_filters_names(opened, qtbot):
    opened.commands.find.trigger()
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


def test_versions_on_demand(opened):
    opened.commands.versions.trigger()
    assert opened.runner.jobs_of(ListFolder)[-1].versions
    assert not opened.table.isColumnHidden(5)
    opened.commands.versions.trigger()
    assert not opened.runner.jobs_of(ListFolder)[-1].versions
    assert opened.table.isColumnHidden(5)


def test_a_vast_folder_stops_and_can_go_on(browser):
    browser.open()
    browser.list("in/a", "in/b", last=Position("in/b"))
    assert browser.folder.looking._more.isVisible()
    browser.folder.looking._more.click()
    assert browser.runner.jobs_of(ListFolder)[-1].after == Position("in/b")
    browser.list("in/c")
    assert browser.names() == ["a", "b", "c"]
    assert browser.folder.looking._more.isHidden()


def test_a_listing_can_be_stopped(browser):
    browser.open()
    assert browser.folder.looking._stop.isVisible()
    browser.folder.looking._stop.click()
    assert browser.runner.cancelled == browser.runner.jobs_of(ListFolder)


def test_type_to_find(opened, qtbot):
    opened.table.setFocus()
    qtbot.keyClicks(opened.table, "b")
    assert opened.selected() == ["b.txt"]


def test_a_selection_stays_with_its_rows_through_sorting_and_refresh(opened):
    opened.select("a.pdf")
    opened.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert opened.names() == ["x/", "b.txt", "a.pdf"]
    assert opened.selected() == ["a.pdf"]


@pytest.mark.parametrize("wide", [True, False])
def test_the_storage_class_gives_way_to_names(opened, wide):
    opened.window.resize(1200 if wide else 640, 500)
    opened.panel.resize(1200 if wide else 640, 500)
    opened.table._fit()
    assert opened.table.isColumnHidden(4) is not wide


def test_a_selection_of_what_is_gone_is_told(opened, qtbot):
    opened.select("a.pdf")
    with qtbot.waitSignal(opened.table.chosen):
        opened.model.remove([opened.model.row(1)])
    assert opened.selected() == []

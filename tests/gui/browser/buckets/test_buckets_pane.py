from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QMenu

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.buckets.buckets_pane import BucketsPane
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.gui.widgets.drops.drop_frame import DropFrame
from s3enc_gui.jobs.listing.buckets import ListBuckets
from tests.fakes import drags

WORK, HOME = Connection("work"), Connection("home")


@pytest.fixture
def pane(qtbot, runner):
    pane = BucketsPane(runner)
    qtbot.addWidget(pane)
    pane.show()
    pane.start(WORK)
    return pane


def bucket_list(pane):
    return pane.findChild(QListWidget)


def note(pane):
    return next(one for one in pane.findChildren(QLabel) if one.accessibleName() == "Note")


def placeholder(pane):
    return bucket_list(pane).viewport().findChild(QLabel)


def names(pane):
    items = (bucket_list(pane).item(row) for row in range(bucket_list(pane).count()))
    return [item.text() for item in items if not item.isHidden()]


def test_lists_the_buckets_of_the_connection(pane, runner, qtbot):
    assert runner.jobs_of(ListBuckets) == [ListBuckets(WORK)]
    runner.succeed(("a", "b"))
    assert names(pane) == ["a", "b"]
    bucket_list(pane).setCurrentRow(1)
    with qtbot.waitSignal(pane.chosen) as chosen:
        qtbot.keyClick(bucket_list(pane), Qt.Key.Key_Return)
    assert chosen.args == ["b"]


def test_without_permission_to_list_entered_buckets_are_shown(pane, runner):
    runner.fail(AppError("Access denied", "s3:ListAllMyBuckets is denied."))
    assert "Access denied" in placeholder(pane).text()
    assert "s3:ListAllMyBuckets" in placeholder(pane).toolTip()
    pane.show_bucket("typed")
    assert names(pane) == []  # it may not exist
    pane.add("typed")
    assert names(pane) == ["typed"]
    assert bucket_list(pane).currentItem().text() == "typed"


def test_a_denial_has_the_administrators_text_until_the_list_is_read_again(pane, runner):
    button = pane.findChild(AdministratorButton)
    assert button.isHidden()
    denial = Denial("ListBuckets", (Permission("s3:ListAllMyBuckets", "*"),))
    runner.fail(AppError("Access denied", code="AccessDenied", denial=denial))
    assert not button.isHidden()
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    pane.refresh()
    assert button.isHidden()


def test_another_connection_has_other_buckets(pane, runner):
    runner.succeed(("a",))
    pane.add("typed")
    pane.start(HOME)
    assert names(pane) == []
    runner.succeed(("c",))
    assert names(pane) == ["c"]
    pane.start(WORK)
    runner.succeed(("a",))
    assert names(pane) == ["a", "typed"]


def test_many_buckets_can_be_searched(pane, runner):
    runner.succeed(tuple(f"bucket-{number:02}" for number in range(20)))
    assert pane.findChild(QLineEdit).isVisible()
    pane.findChild(QLineEdit).setText("T-1")
    assert names(pane) == [f"bucket-{number}" for number in range(10, 20)]


def test_shows_that_there_are_no_buckets(pane, runner):
    runner.succeed(())
    assert placeholder(pane).text() == "There are no buckets in this account."


def test_an_empty_list_says_why_and_the_note_is_below_names(pane, runner):
    assert placeholder(pane).text() == "Listing…"
    runner.fail(AppError("Access denied"))
    pane.add("mine")
    assert not placeholder(pane).isVisible()
    assert note(pane).isVisible()
    assert "Access denied" in note(pane).text()


def row_center(pane, row):
    buckets = bucket_list(pane)
    return buckets.visualItemRect(buckets.item(row)).center()


@pytest.fixture
def two(pane, runner):
    """A pane with the buckets "a" (open) and "b"."""
    runner.succeed(("a", "b"))
    pane.show_bucket("a")
    return pane


@pytest.mark.parametrize(("row", "target"), [(0, "a"), (1, "b")])
def test_files_go_to_the_bucket_they_are_dropped_on(two, qtbot, row, target):
    files = drags.urls("file:///home/a.txt")
    with qtbot.waitSignal(two.upload_requested) as requested:
        drags.drop_at(bucket_list(two).viewport(), row_center(two, row), files)
    assert requested.args == [["/home/a.txt"], Location(target)]


def test_files_dropped_below_the_buckets_go_to_what_is_open(two, qtbot):
    view = bucket_list(two).viewport()
    with qtbot.waitSignal(two.upload_requested) as requested:
        drags.drop_at(view, QPoint(5, view.height() - 3), drags.urls("file:///home/a.txt"))
    assert requested.args == [["/home/a.txt"], None]


def test_the_bucket_below_the_pointer_is_framed(two):
    buckets = bucket_list(two)
    drags.move(buckets.viewport(), row_center(two, 1), drags.urls("file:///home/a.txt"))
    [frame] = [one for one in buckets.findChildren(DropFrame) if one.isVisible()]
    assert frame.geometry().top() == buckets.visualItemRect(buckets.item(1)).top()
    assert buckets.currentItem().text() == "a"


def right_click(pane, row):
    """Right-click a bucket; return the menu."""
    buckets, at = bucket_list(pane), row_center(pane, row)
    QTest.mouseClick(buckets.viewport(), Qt.MouseButton.RightButton, pos=at)
    where = buckets.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(buckets.viewport(), event)
    menus = pane.findChildren(QMenu)
    return menus[-1] if menus else None


def texts_of(menu):
    return [one.text() for one in menu.actions() if one.isEnabled() and not one.isSeparator()]


def test_a_right_click_is_about_its_bucket_and_leaves_the_selection(two, qtbot):
    menu = right_click(two, 1)
    assert bucket_list(two).currentItem().text() == "a"
    marked = [one for one in bucket_list(two).findChildren(DropFrame) if one.isVisible()]
    assert len(marked) == 1
    assert texts_of(menu) == [
        *("Open", "Upload here…", "Audit…", "Bucket…", "Require encryption…"),
        "Copy s3:// address",
    ]
    with qtbot.waitSignal(two.chosen) as chosen:
        two.bucket_actions.open.trigger()
    assert chosen.args == ["b"]
    with qtbot.waitSignal(two.upload_requested) as upload:
        two.bucket_actions.upload.trigger()
    assert upload.args == [[], Location("b")]
    with qtbot.waitSignal(two.bucket_actions.audit_requested) as audit:
        two.bucket_actions.audit.trigger()
    assert audit.args == ["b"]
    two.bucket_actions.copy_uri.trigger()
    assert QApplication.clipboard().text() == "s3://b/"
    menu.close()
    assert not marked[0].isVisible()


def test_a_right_click_below_the_buckets_is_about_none(two, qtbot):
    buckets = bucket_list(two)
    at = QPoint(5, buckets.viewport().height() - 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, buckets.mapToGlobal(at))
    QApplication.sendEvent(buckets.viewport(), event)
    assert two.findChildren(QMenu) == []
    assert buckets.currentItem().text() == "a"


def test_the_menu_key_is_about_the_selected_bucket(two, qtbot):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(bucket_list(two).viewport(), event)
    [menu] = two.findChildren(QMenu)
    assert menu.accessibleName() == "Bucket a"
    menu.close()


def test_an_entered_bucket_can_be_removed_from_the_list(two):
    two.add("typed")
    menu = right_click(two, 2)
    assert "Remove from list" in texts_of(menu)
    two.bucket_actions.forget.trigger()
    assert names(two) == ["a", "b"]
    menu.close()

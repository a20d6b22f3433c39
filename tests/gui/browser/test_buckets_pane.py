from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.browser.buckets_pane import BucketsPane
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.jobs.listing.buckets import ListBuckets

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
    assert "Access denied" in note(pane).text()
    assert note(pane).isVisible()
    pane.show_bucket("typed")
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
    pane.show_bucket("typed")
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
    assert note(pane).text() == "There are no buckets in this account."

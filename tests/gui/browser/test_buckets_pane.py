from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.browser.buckets_pane import BucketsPane
from s3enc_gui.jobs.listing.buckets import ListBuckets

WORK, HOME = Connection("work"), Connection("home")


@pytest.fixture
def pane(qtbot, runner):
    pane = BucketsPane(runner)
    qtbot.addWidget(pane)
    pane.show()
    pane.start(WORK)
    return pane


def names(pane):
    items = (pane._list.item(row) for row in range(pane._list.count()))
    return [item.text() for item in items if not item.isHidden()]


def test_the_buckets_of_the_connection(pane, runner, qtbot):
    assert runner.jobs_of(ListBuckets) == [ListBuckets(WORK)]
    runner.succeed(("a", "b"))
    assert names(pane) == ["a", "b"]
    pane._list.setCurrentRow(1)
    with qtbot.waitSignal(pane.chosen) as chosen:
        qtbot.keyClick(pane._list, Qt.Key.Key_Return)
    assert chosen.args == ["b"]


def test_where_they_may_not_be_listed_those_typed_are_there(pane, runner):
    runner.fail(AppError("You may not list the buckets", "s3:ListAllMyBuckets is denied."))
    assert "You may not list the buckets" in pane._note.text()
    assert pane._note.isVisible()
    pane.show_bucket("typed")
    assert names(pane) == ["typed"]
    assert pane._list.currentItem().text() == "typed"


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


def test_many_can_be_looked_through(pane, runner):
    runner.succeed(tuple(f"bucket-{number:02}" for number in range(20)))
    assert pane._search.isVisible()
    pane._search.setText("T-1")
    assert names(pane) == [f"bucket-{number}" for number in range(10, 20)]


def test_nothing_there_is_said(pane, runner):
    runner.succeed(())
    assert pane._note.text() == "There are no buckets yet."

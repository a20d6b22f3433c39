"""What the table shows without the user's doing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    OrderChanged,
    Removed,
    StateChanged,
)
from tests.gui.transfers.conftest import ended, queued

COUNT = 500


@pytest.fixture
def many(panel, report, qtbot):
    report(Added(tuple(queued(id) for id in range(COUNT))))
    qtbot.waitUntil(lambda: panel.table.verticalScrollBar().maximum() > 0)
    return panel


@pytest.fixture
def run(report):
    """Let the files before `first` end, and this one and the next begin."""

    def run(first, before=0):
        report(*(ended(id) for id in range(before, first)))
        report(StateChanged((first, first + 1), TransferState.RUNNING))

    return run


def seen(panel):
    """The row at the top."""
    return panel.table.rowAt(0)


def test_the_first_one_under_way_is_below_those_just_before(many, run):
    run(100)
    assert seen(many) == 98
    run(200, before=100)
    assert seen(many) == 198


def test_what_is_under_way_is_found_in_another_order(many, run, report):
    run(100)
    report(Removed(frozenset(range(50))))
    assert seen(many) == 48
    report(OrderChanged((*range(300, COUNT), *range(100, 300))))
    assert seen(many) == 248


def wheel(table):
    at = QPointF(20, 20)
    event = QWheelEvent(
        at, table.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(table.viewport(), event)


def pull(table):
    table.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepSub)


def choose(table):
    table.selectRow(110)


@pytest.mark.parametrize("act", [wheel, pull, choose])
def test_whoever_scrolls_or_selects_is_left_alone(many, run, act):
    run(100)
    act(many.table)
    there = seen(many)
    run(300, before=100)
    assert seen(many) == there


def test_with_the_next_run_it_begins_again(many, run, report, qtbot):
    run(100)
    wheel(many.table)
    report(*(ended(id) for id in range(100, COUNT)))
    report(Added((queued(COUNT),)), StateChanged((COUNT,), TransferState.RUNNING))
    bottom = many.table.viewport().height() - 5
    qtbot.waitUntil(lambda: (report(BytesSent(COUNT, 1)), many.table.rowAt(bottom) == COUNT)[1])


def test_what_fails_while_nothing_is_under_way_moves_nothing(many, report):
    report(ended(300, Result.FAILED))
    assert seen(many) == 0


# --- the last one --------------------------------------------------------------------------------


def test_in_the_end_the_last_one_is_selected_and_shown(many, report, qtbot):
    report(*(ended(id) for id in range(1, COUNT)))
    assert many.table.selected() == []
    with qtbot.waitSignal(many.chosen) as blocker:
        report(ended(0, Result.DIFFERENT))
    assert blocker.args[0].result is Result.DIFFERENT
    assert [row.id for row in many.table.selected()] == [0]


def test_unless_others_are_looked_at(many, report):
    many.table.selectRow(7)
    report(*(ended(id) for id in range(COUNT)))
    assert [row.id for row in many.table.selected()] == [7]


def test_what_had_ended_before_is_not_news(panel, report):
    report(Added((queued(1, result=Result.VERIFIED),)))
    assert panel.table.selected() == []


def test_pointing_at_one_leaves_the_table_following(many, run):
    run(100)
    many.point_at(many.model.row(7).outcome)
    assert [row.id for row in many.table.selected()] == [7]
    run(200, before=100)
    assert seen(many) == 198
    many.point_at(None)
    assert many.table.selected() == []

"""Automatic scrolling and selection in the table of transfers."""

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
    """End the transfers before `first`; start it and the next one."""

    def run(first, before=0):
        report(*(ended(id) for id in range(before, first)))
        report(StateChanged((first, first + 1), TransferState.RUNNING))

    return run


def top_row(panel):
    return panel.table.rowAt(0)


def test_first_running_transfer_is_shown_below_two_others(many, run):
    run(100)
    assert top_row(many) == 98
    run(200, before=100)
    assert top_row(many) == 198


def test_running_transfer_is_found_after_removal_and_reordering(many, run, report):
    run(100)
    report(Removed(frozenset(range(50))))
    assert top_row(many) == 48
    report(OrderChanged((*range(300, COUNT), *range(100, 300))))
    assert top_row(many) == 248


def wheel(table):
    at = QPointF(20, 20)
    event = QWheelEvent(
        at, table.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(table.viewport(), event)


def page_up(table):
    table.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepSub)


def select(table):
    table.selectRow(110)


@pytest.mark.parametrize("act", [wheel, page_up, select])
def test_scrolling_or_selecting_stops_auto_scroll(many, run, act):
    run(100)
    act(many.table)
    before = top_row(many)
    run(300, before=100)
    assert top_row(many) == before


def test_next_run_scrolls_again(many, run, report, qtbot):
    run(100)
    wheel(many.table)
    report(*(ended(id) for id in range(100, COUNT)))
    report(Added((queued(COUNT),)), StateChanged((COUNT,), TransferState.RUNNING))
    bottom = many.table.viewport().height() - 5
    qtbot.waitUntil(lambda: (report(BytesSent(COUNT, 1)), many.table.rowAt(bottom) == COUNT)[1])


def test_failure_without_running_transfers_does_not_scroll(many, report):
    report(ended(300, Result.FAILED))
    assert top_row(many) == 0


# --- end of a run --------------------------------------------------------------------------------


def test_last_transfer_is_selected_at_the_end(many, report, qtbot):
    report(*(ended(id) for id in range(1, COUNT)))
    assert many.table.selected() == []
    with qtbot.waitSignal(many.chosen) as blocker:
        report(ended(0, Result.DIFFERENT))
    assert blocker.args[0].result is Result.DIFFERENT
    assert [row.id for row in many.table.selected()] == [0]


def test_selection_of_the_user_is_kept_at_the_end(many, report):
    many.table.selectRow(7)
    report(*(ended(id) for id in range(COUNT)))
    assert [row.id for row in many.table.selected()] == [7]


def test_transfer_that_ended_before_is_not_selected(panel, report):
    report(Added((queued(1, result=Result.VERIFIED),)))
    assert panel.table.selected() == []


def test_selecting_by_program_keeps_auto_scroll(many, run):
    run(100)
    many.select(many.model.row(7).outcome)
    assert [row.id for row in many.table.selected()] == [7]
    run(200, before=100)
    assert top_row(many) == 198
    many.select(None)
    assert many.table.selected() == []

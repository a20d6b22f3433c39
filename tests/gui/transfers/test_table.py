from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui import colors
from s3enc_gui.gui.transfers.models.transfers_model import Column
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    OrderChanged,
    Removed,
    StateChanged,
)
from tests.gui.transfers.conftest import ended, queued
from tests.gui.transfers.test_responsiveness import select

COUNT = 1000


@pytest.fixture
def table(panel, report):
    report(Added(tuple(queued(id) for id in range(COUNT))))
    return panel.table


def selected(table):
    return {row.id for row in table.selected()}


@pytest.mark.parametrize("count", [1, 5, 500])
def test_selection_is_kept_when_the_order_changes(table, report, count):
    select(table, count)
    report(OrderChanged(tuple(reversed(range(COUNT)))))
    assert selected(table) == set(range(count))
    assert table.selected()[-1].position == COUNT - 1


@pytest.mark.parametrize("count", [5, 500])
def test_selection_is_kept_when_others_are_removed(table, report, count):
    select(table, count)
    report(Removed(frozenset(range(0, COUNT, 2))))
    assert selected(table) == set(range(1, count, 2))


def test_selected_rows_are_in_order(table):
    for row in (7, 3, 5):
        table.selectionModel().select(
            table.model().index(row, 0),
            table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows,
        )
    assert [row.id for row in table.selected()] == [3, 5, 7]


def bar(table, row=0):
    """Return the colors of a progress bar near its left and right ends."""
    cell = table.visualRect(table.model().index(row, Column.PROGRESS))
    image: QImage = table.viewport().grab().toImage()
    spots = (
        QPoint(cell.left() + 16, cell.center().y()),
        QPoint(cell.left() + 80, cell.center().y()),
    )
    return [image.pixelColor(spot * image.devicePixelRatio()).name() for spot in spots]


def test_bar_is_as_long_as_the_progress(table, report):
    shown = colors.current()
    assert shown.accent not in bar(table)
    report(StateChanged((0,), TransferState.RUNNING), BytesSent(0, 500))
    assert bar(table) == [shown.accent, shown.track]
    report(StateChanged((0,), TransferState.PAUSED))
    assert bar(table) == [shown.muted, shown.track]


@pytest.mark.parametrize(
    ("result", "tone"),
    [(Result.VERIFIED, "ok"), (Result.CANNOT_TELL, "warning"), (Result.DIFFERENT, "error")],
)
def test_bar_has_the_color_of_the_result(table, report, result, tone):
    report(ended(0, result))
    assert bar(table) == [getattr(colors.current(), tone)] * 2


def test_failed_transfer_has_no_bar(table, report):
    report(StateChanged((0,), TransferState.RUNNING), BytesSent(0, 500), ended(0, Result.FAILED))
    assert colors.current().track not in bar(table)

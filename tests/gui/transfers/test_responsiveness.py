"""100,000 transfers: added, ended, selected, reordered, cleared."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    BytesSent,
    OrderChanged,
    Removed,
    StateChanged,
    TransferEnded,
)
from tests.fakes.samples import outcome
from tests.gui.transfers.conftest import queued

pytestmark = pytest.mark.measured

COUNT, ENDED = 100_000, 20_000
BATCH, END_BATCH = 1000, 200
VERIFIED = outcome(Result.VERIFIED)


@pytest.fixture
def rows():
    """Rows of the queue, created after `gc.freeze` as in the program (see JobRunner).

    Full garbage collections then scan the queue and the table, but not the test run.
    """
    gc.collect()
    gc.freeze()
    yield tuple(queued(id, size=4096) for id in range(COUNT))
    gc.unfreeze()


def sent(rows, first):
    """Yield the reports of some files from the first byte to the result."""
    ids = range(first, first + END_BATCH)
    yield StateChanged(tuple(ids), TransferState.RUNNING)
    for id in ids:
        yield from [BytesSent(id, 1024)] * 4
        yield TransferEnded(id, replace(VERIFIED, item=rows[id].item))


def select(table, count):
    """Select the first rows; Qt handles the whole table differently."""
    rows = QItemSelection(table.model().index(0, 0), table.model().index(count - 1, 0))
    flags = QItemSelectionModel.SelectionFlag
    table.selectionModel().select(rows, flags.ClearAndSelect | flags.Rows)


def test_panel_stays_responsive(panel, report, qtbot, rows, heartbeat):
    batches = [tuple(sent(rows, n)) for n in range(0, ENDED, END_BATCH)]
    moved = tuple([*range(90_000, COUNT), *range(ENDED, 90_000)])
    report(Added((queued(COUNT),)))
    qtbot.waitUntil(lambda: panel.table.isVisible())
    heart = heartbeat(f"{COUNT:,} transfers")
    heart.note(
        "added",
        *(lambda n=n: report(Added(rows[n : n + BATCH])) for n in range(0, COUNT, BATCH)),
    )
    heart.note("ended", *(lambda b=b: report(*b) for b in batches))
    panel.table.selectAll()
    heart.note("selected", *(lambda n=n: report(BytesSent(n, 1)) for n in range(ENDED, ENDED + 50)))
    select(panel.table, 50_000)
    heart.note("ordered", lambda: report(OrderChanged(moved)))
    heart.note("cleared", lambda: report(Removed(frozenset(range(0, ENDED, 2)))))
    assert panel.model.totals.results[Result.VERIFIED] == ENDED // 2

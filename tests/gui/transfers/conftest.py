from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.transfers.panel import TransfersPanel
from s3enc_gui.jobs.uploads.queue.events import Added, QueueRow, TransferEnded
from s3enc_gui.jobs.uploads.transfer_commands import ControlTransfers, WatchTransfers
from tests.fakes.samples import outcome


def queued(id, state=TransferState.WAITING, size=1000, sent=0, result=None):
    item = UploadItem(f"/f/{id}.txt", f"in/{id}.txt", size)
    end = replace(outcome(result), item=item) if result else None
    return QueueRow(id, "my-bucket", item, TransferState.ENDED if end else state, sent, end)


def ended(id, result=Result.VERIFIED):
    return TransferEnded(id, replace(outcome(result), item=queued(id).item))


@pytest.fixture
def panel(qtbot, runner):
    """The panel in a window, with its bars above it."""
    window, panel = QWidget(), TransfersPanel(runner)
    qtbot.addWidget(window)
    window.resize(1200, 320)
    column = QVBoxLayout(window)
    for widget in (*panel.bars, panel):
        column.addWidget(widget)
    panel.start()
    window.show()
    yield panel
    window.close()


@pytest.fixture
def report(panel, runner):
    """Send reports of the queue to the panel."""
    handle = runner.handle_of(WatchTransfers)
    return lambda *reports: handle.progressed.emit(reports)


@pytest.fixture
def four(panel, report):
    """The panel with a transfer in each state: 1 waiting, 2 running, 3 paused, 4 failed."""
    states = (TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED)
    rows = [queued(id, state) for id, state in enumerate(states, 1)]
    report(Added((*rows, queued(4, result=Result.FAILED))))
    panel.table.setFocus()
    return panel


@pytest.fixture
def controlled(runner):
    """Return the last job that controls the queue."""
    return lambda: runner.jobs_of(ControlTransfers)[-1]

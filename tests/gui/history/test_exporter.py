from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.history.exporter import Exporter
from s3enc_gui.jobs.history.receipts import Exported, ExportReceipts, ReceiptFormat

QUERY = ReceiptQuery(bucket="b")


@pytest.fixture
def exporter(qtbot, runner, monkeypatch):
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: None)
    window = QWidget()
    qtbot.addWidget(window)
    exporter = Exporter(runner, window)
    window.show()
    yield exporter
    window.close()  # and not before: it holds the exporter


@pytest.mark.parametrize("form", ReceiptFormat)
def test_asks_where_to_and_writes_what_the_query_finds(exporter, runner, form):
    exporter.ask(QUERY, form)
    dialog = exporter.window().findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith(f"receipts.{form.value}")
    dialog.fileSelected.emit("/x/r")
    assert runner.started == [ExportReceipts(QUERY, "/x/r", form)]


def test_shows_how_far_it_is(exporter, runner):
    assert exporter.isHidden()
    exporter.write(QUERY, "/x/r.csv", ReceiptFormat.CSV)
    runner.report(Progress(0, 1000), Progress(500, 1000))
    assert exporter.busy
    assert "Exporting… 50 %" in [label.text() for label in exporter.findChildren(QLabel)]


@pytest.mark.parametrize(
    ("count", "title"), [(1, "1 receipt is exported"), (1204, "1,204 receipts are exported")]
)
def test_tells_what_was_written(qtbot, exporter, runner, count, title):
    exporter.write(QUERY, "/x/r.csv", ReceiptFormat.CSV)
    with qtbot.waitSignal(exporter.told) as blocker:
        runner.succeed(Exported("/x/r.csv", count))
    assert blocker.args == [AppError(title, "/x/r.csv"), "ok"]
    assert exporter.isHidden()


def test_tells_what_went_wrong(qtbot, exporter, runner):
    exporter.write(QUERY, "/x/r.csv", ReceiptFormat.CSV)
    with qtbot.waitSignal(exporter.told) as blocker:
        runner.fail(AppError("The disk is full"))
    assert blocker.args == [AppError("The disk is full"), "error"]


def test_can_be_cancelled(exporter, runner):
    exporter.write(QUERY, "/x/r.csv", ReceiptFormat.CSV)
    exporter.cancel.click()
    assert runner.cancelled == runner.started
    assert exporter.isHidden()

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.widgets.exporter import Exporter
from s3enc_gui.jobs.history.receipts import ExportReceipts, ReceiptFormat

JOB = ExportReceipts(ReceiptQuery(bucket="b"), "/x/r.csv", ReceiptFormat.CSV)


@pytest.fixture
def exporter(qtbot, runner, monkeypatch):
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: None)
    window = QWidget()
    qtbot.addWidget(window)
    exporter = Exporter(runner, "&Cancel export", window)
    window.show()
    yield exporter
    window.close()  # not earlier: it is the exporter's parent


def test_asks_for_a_path_with_the_suffix_of_the_proposed_name(exporter):
    paths: list[str] = []
    exporter.ask("Export", "receipts.json", paths.append)
    dialog = exporter.window().findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("receipts.json")
    assert (dialog.defaultSuffix(), dialog.nameFilters()) == ("json", ["JSON (*.json)"])
    dialog.fileSelected.emit("/x/r")
    assert paths == ["/x/r"]


def test_shows_progress(exporter, runner):
    assert exporter.isHidden()
    exporter.run(JOB)
    runner.report(Progress(0, 1000), Progress(500, 1000))
    assert exporter.busy
    assert "Exporting… 50%" in [label.text() for label in exporter.findChildren(QLabel)]


def test_reports_the_result(qtbot, exporter, runner):
    exporter.run(JOB)
    with qtbot.waitSignal(exporter.written) as blocker:
        runner.succeed("/x/r.csv")
    assert blocker.args == ["/x/r.csv"]
    assert exporter.isHidden()


def test_reports_an_error(qtbot, exporter, runner):
    exporter.run(JOB)
    with qtbot.waitSignal(exporter.failed) as blocker:
        runner.fail(AppError("The disk is full"))
    assert blocker.args == [AppError("The disk is full")]


def test_can_be_canceled(exporter, runner):
    exporter.run(JOB)
    exporter.cancel.click()
    assert runner.cancelled == runner.started
    assert exporter.isHidden()

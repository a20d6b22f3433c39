"""Every question disappears when what it is about is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import SavedConnections
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.guard.rules import Guard
from s3enc_gui.domain.guard.setting_change import Setting, SettingChange
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch, InterruptedBatch, TransferState
from s3enc_gui.gui.audits.past_view import PastView
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.downloads.actions import DownloadCommand
from s3enc_gui.gui.downloads.panel import DownloadsPanel
from s3enc_gui.gui.guard.guard_prover import GuardProver
from s3enc_gui.gui.guard.setting_writer import SettingWriter
from s3enc_gui.gui.incomplete_uploads.uploads_dialog import IncompleteUploadsDialog
from s3enc_gui.gui.transfers.interrupted_bar import InterruptedBar
from s3enc_gui.gui.transfers.panel import TransfersPanel
from s3enc_gui.gui.uploads.object_pane import ObjectPane
from s3enc_gui.gui.widgets.question import Question
from s3enc_gui.jobs.audits.past_audits import ListAudits, PastAudit
from s3enc_gui.jobs.connections.saved_connections import LoadConnections
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.guard.prove_guard import CheckProvable
from s3enc_gui.jobs.incomplete_uploads import FindIncompleteUploads
from s3enc_gui.jobs.uploads.queue.events import Action, Added, TransferEnded
from s3enc_gui.jobs.uploads.transfer_commands import WatchTransfers
from tests.fakes.audits import NOW
from tests.fakes.samples import outcome
from tests.gui.connections.samples import ALL
from tests.gui.transfers.conftest import queued

WORK = Connection("work")
UPLOAD = IncompleteUpload("a", "u1", None, None, "CRC32")


def cancel_all(runner):
    window, panel = QWidget(), TransfersPanel(runner)
    for widget in (*panel.bars, panel):
        widget.setParent(window)
    panel.start()
    report = runner.handle_of(WatchTransfers).progressed.emit
    report((Added((queued(1, TransferState.RUNNING),)),))
    panel.commands.actions.all[Action.CANCEL].trigger()
    return window, lambda: report((TransferEnded(1, outcome(Result.VERIFIED)),))


def discard_interrupted(runner):
    del runner
    bar = InterruptedBar()
    batch = Batch(7, WORK, "my-bucket", UploadOptions())
    bar.show_found((InterruptedBatch(batch, 3, 10),))
    bar.discard.click()
    return bar, lambda: bar.show_found(())


def discard_download(runner):
    panel = DownloadsPanel(runner)
    request = DownloadRequest(WORK, "my-bucket", "/home/anna", prefixes=("x/",))
    panel.start(request)
    runner.handle_of(DownloadObjects).confirm_cancelled()
    panel.row_actions.by_command[DownloadCommand.DISCARD].trigger()
    return panel, lambda: panel.start(request)


def remove_audit(runner):
    view = PastView(runner, WORK)
    past = PastAudit("past.sqlite", AuditFacts(AuditScope("other", ""), NOW, NOW))
    view.refresh()
    runner.handle_of(ListAudits).succeed((past,))
    view.remove.click()
    view.refresh()
    return view, lambda: runner.handle_of(ListAudits).succeed(())


def remove_connection(runner):
    dialog = ConnectionsDialog(runner)
    dialog.show()
    runner.handle_of(LoadConnections).succeed(SavedConnections(ALL, ALL[0].id))
    dialog.table.selectRow(0)
    dialog.button("remove").click()
    dialog._load.ask(LoadConnections())
    answer = SavedConnections(ALL[1:], ALL[1].id)
    return dialog, lambda: runner.handle_of(LoadConnections).succeed(answer)


def abort_uploads(runner):
    dialog = IncompleteUploadsDialog(runner, WORK, "my-bucket")
    dialog.show()
    runner.handle_of(FindIncompleteUploads).succeed((UPLOAD,))
    dialog.model.toggle((0,), 0)
    dialog.abort.click()
    return dialog, lambda: dialog.model.clear()


def delete_object(runner):
    pane = ObjectPane(runner, WORK)
    pane.show_row(0, outcome(Result.DIFFERENT))
    pane.delete.click()
    return pane, lambda: pane.show_row(0, replace(outcome(Result.FAILED), details=None))


def prove_guard(runner):
    window = QWidget()
    prover = GuardProver(runner, WORK, "my-bucket", window)
    prover.ask(Guard())
    runner.handle_of(CheckProvable).succeed(None)
    return window, prover._prove


def write_setting(runner):
    window = QWidget()
    writer = SettingWriter(runner, WORK, "my-bucket", Setting.POLICY, window)
    writer.ask(SettingChange("my-bucket", Setting.POLICY, "", "{}"))
    return window, writer._write


@pytest.fixture(
    params=[
        cancel_all, discard_interrupted, discard_download, remove_audit, remove_connection,
        abort_uploads, delete_object, prove_guard, write_setting,
    ]
)  # fmt: skip
def asked(request, qtbot, runner):
    """A window that asks, and what takes the reason away."""
    window, end = request.param(runner)
    qtbot.addWidget(window)
    return window, end


def open_boxes(window):
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def refresh(window):
    for question in window.findChildren(Question):
        question.refresh()


def test_it_stays_as_long_as_there_is_a_reason(asked):
    window, _end = asked
    refresh(window)
    assert len(open_boxes(window)) == 1


def test_it_disappears_with_its_reason(asked):
    window, end = asked
    end()
    refresh(window)
    assert open_boxes(window) == []

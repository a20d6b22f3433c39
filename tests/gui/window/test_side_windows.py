from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.reencryption.reencrypt_dialog import ReencryptDialog
from s3enc_gui.gui.reencryption.runs_dialog import RunsDialog
from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.audits import audit
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.runs import ListRuns
from s3enc_gui.jobs.reencryption.selection import Selection
from tests.fakes.audits import BARE, S3, report
from tests.gui.reencryption.samples import known, plan, result


def test_settings_lead_to_other_windows(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window._actions.settings.trigger()
    [settings] = window.findChildren(SettingsDialog)
    settings.history.history.click()
    assert window.findChildren(HistoryWindow)
    settings.connections.button.click()
    assert window.findChildren(ConnectionsDialog)


def opened(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    return window


def look(window, runner):
    """Start the dry run of the open dialog, and return its selection."""
    [dialog] = window.findChildren(ReencryptDialog)
    dialog.form.kinds[next(iter(dialog.form.kinds))].click()
    dialog.act.click()
    (job,) = runner.jobs_of(PlanReencryption)
    return dialog, job.selection


def test_the_encryption_of_selected_objects_is_changed(qtbot, runner):
    window = opened(qtbot, runner)
    objects = (ObjectRef("f/a", etag="1"),)
    actions = window._browser_actions
    actions.encryption_requested.emit(Connection(), "my-bucket", objects, ("f/g/",))
    _, selection = look(window, runner)
    assert selection == Selection("my-bucket", objects, ("f/g/",))


@pytest.fixture
def changing(qtbot, runner):
    """A window in which a change of encryption goes on after its dialog was closed."""
    window = opened(qtbot, runner)
    actions = window._browser_actions
    actions.encryption_requested.emit(Connection(), "my-bucket", (), ("f/",))
    dialog, _ = look(window, runner)
    runner.handle_of(PlanReencryption).succeed(plan())
    dialog.act.click()
    dialog.reject()
    return window


def test_what_goes_on_is_shown_in_the_window_and_in_the_list(changing, runner):
    bar = changing._side_windows.runs_bar
    assert "Changing encryption: 0 of 12,720 objects" in bar.text
    bar.show_all.click()
    [shown] = changing.findChildren(RunsDialog)
    assert shown.current.runner
    runner.handle_of(RunReencryption).succeed(result())
    assert bar.isHidden()


def test_closing_while_encryption_is_changed_asks(changing, runner):
    assert not changing.close()
    [box] = [one for one in changing.findChildren(QMessageBox) if one.isVisible()]
    names = sorted(button.text() for button in box.buttons())
    assert names == ["Cancel", "Close the window and keep changing", "Quit"]
    box.other.click()
    assert changing._background.is_entered
    assert not [job for job in runner.cancelled if isinstance(job, RunReencryption)]
    changing.showNormal()


def test_a_finished_change_is_undone_from_the_list(qtbot, runner):
    window = opened(qtbot, runner)
    window._actions.changes.trigger()
    [shown] = window.findChildren(RunsDialog)
    runner.handle_of(ListRuns).succeed((known("/f.sqlite"),))
    shown.undo.click()
    (job,) = runner.jobs_of(PlanReencryption)
    assert (job.selection.undoes, job.connection) == ("/f.sqlite", Connection())


def test_what_an_audit_found_is_changed_and_looked_at_again(qtbot, runner, monkeypatch):
    monkeypatch.setattr(audit, "audits_path", lambda: Path("audits"))
    window = opened(qtbot, runner)
    window._side_windows.show_audit(Connection(), "my-bucket", "p/")
    [found] = window.findChildren(AuditWindow)
    found.form.audit.click()
    done = AuditDone("audits/0.sqlite", report((S3, 8), (BARE, 1)))
    runner.handle_of(AuditBucket).succeed(done)
    found.exporter.change.click()
    dialog, selection = look(window, runner)
    assert (selection.audit, selection.prefixes) == ("audits/0.sqlite", ())
    assert [one.kind for one in selection.groups] == [BARE.kind]
    dialog.runner.objects_changed.emit()
    assert [job.restart for job in runner.jobs_of(AuditBucket)] == [False, True]

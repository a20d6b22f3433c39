from __future__ import annotations

from pathlib import Path

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.reencryption.reencrypt_dialog import ReencryptDialog
from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.audits import audit
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditDone
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.selection import Selection
from tests.fakes.audits import BARE, S3, report


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
    dialog.objects_changed.emit()
    assert [job.restart for job in runner.jobs_of(AuditBucket)] == [False, True]

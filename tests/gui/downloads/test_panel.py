from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    DownloadSummary,
    FileOutcome,
    FileResult,
    InterruptedDownload,
    file_exists_error,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.gui.downloads.actions import DownloadCommand
from s3enc_gui.gui.downloads.download_runner import MAX_RUNNING
from s3enc_gui.gui.downloads.models.conflicts import Found
from s3enc_gui.gui.downloads.models.download_row import DownloadPhase
from s3enc_gui.gui.downloads.panel import DownloadsPanel
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.jobs.desktop.show_file import FindFile, ShowInFolder
from s3enc_gui.jobs.downloads.download import DownloadObjects, ForgetDownload
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.downloads.existing_files import LookAtFiles
from s3enc_gui.jobs.downloads.interrupted import CheckDownloads, DiscardDownload

ERROR = AppError("The disk is full", "No room.", "Make room.", "ENOSPC")


@pytest.fixture
def panel(qtbot, runner):
    window, panel = QWidget(), DownloadsPanel(runner)
    qtbot.addWidget(window)
    window.resize(1000, 320)
    QVBoxLayout(window).addWidget(panel)
    window.show()
    yield panel
    window.close()


def request(name="photos/"):
    return DownloadRequest(Connection(), "my-bucket", "/home/anna/To", prefixes=(name,))


def result(key, ended, error=None):
    return FileResult(key, None, 10, f"/to/{key}", ended, error=error)


def ended(runner, *results):
    """End the last download with these results."""
    handle = runner.handle_of(DownloadObjects)
    handle.progressed.emit((FilesEnded(results), DownloadProgress(0, 1, 1, 1)))
    handle.succeed(DownloadSummary(results))


def jobs(runner):
    return runner.jobs_of(DownloadObjects)


def press(panel, command):
    action = panel.row_actions.by_command[command]
    assert action.isEnabled()
    action.trigger()


def state(panel, row=0):
    return panel.model.row(row).phase


def test_hidden_without_downloads(panel, runner):
    assert panel.isHidden()
    assert panel.count_active() == 0


def test_new_download_is_shown_and_selected(panel, runner):
    panel.start(request())
    assert panel.isVisible()
    assert [row.request for row in panel.table.selected()] == [request()]
    assert jobs(runner) == [DownloadObjects(request())]
    assert panel.count_active() == 1


def test_end_is_shown(panel, runner):
    panel.start(request())
    ended(runner, result("a", FileOutcome.CHECKED))
    assert state(panel) is DownloadPhase.ENDED
    assert panel.count_active() == 0
    assert panel.row_actions.by_command[DownloadCommand.REMOVE].isEnabled()
    assert not panel.row_actions.by_command[DownloadCommand.CANCEL].isEnabled()
    assert panel.details.isHidden()


def test_number_of_running_downloads_is_limited(panel, runner):
    for number in range(MAX_RUNNING + 1):
        panel.start(request(f"{number}/"))
    assert len(jobs(runner)) == MAX_RUNNING
    assert state(panel, MAX_RUNNING) is DownloadPhase.WAITING
    runner.handles[0].confirm_cancelled()
    assert len(jobs(runner)) == MAX_RUNNING + 1
    assert state(panel, MAX_RUNNING) is DownloadPhase.RUNNING


def test_waiting_download_is_canceled_at_once(panel, runner):
    for number in range(MAX_RUNNING + 1):
        panel.start(request(f"{number}/"))
    press(panel, DownloadCommand.CANCEL)
    assert state(panel, MAX_RUNNING) is DownloadPhase.STOPPED
    assert runner.cancelled == []


def test_canceled_download_is_resumed(panel, runner):
    panel.start(request())
    press(panel, DownloadCommand.CANCEL)
    assert state(panel) is DownloadPhase.STOPPING
    assert runner.cancelled == [DownloadObjects(request())]
    runner.cancel()
    assert state(panel) is DownloadPhase.STOPPED
    press(panel, DownloadCommand.RESUME)
    assert jobs(runner)[-1] == DownloadObjects(request(), resumed=True)


def test_failure_is_shown_and_can_be_resumed(panel, runner):
    panel.start(request())
    runner.handle_of(DownloadObjects).fail(ERROR)
    assert panel.model.index(0, 3).data() == "Failed: The disk is full"
    assert "The disk is full [ENOSPC]" in panel.details.toPlainText()
    flags = panel.details.textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
    press(panel, DownloadCommand.RESUME)
    assert panel.details.isHidden()


def test_failed_files_are_retried(panel, runner):
    panel.start(request())
    ended(runner, result("a", FileOutcome.FAILED, ERROR), result("b", FileOutcome.CHECKED))
    assert "Failed: a – The disk is full" in panel.details.toPlainText()
    press(panel, DownloadCommand.RETRY)
    assert jobs(runner)[-1] == DownloadObjects(request(), resumed=True)


def test_a_denied_file_has_the_administrators_text(panel, runner):
    button = panel.findChild(AdministratorButton)
    denial = Denial("GetObject", (Permission("s3:GetObject", "arn:aws:s3:::my-bucket/photos/*"),))
    denied = AppError("No permission", code="AccessDenied", denial=denial)
    panel.start(request())
    assert button.isHidden()
    ended(runner, result("a", FileOutcome.FAILED, ERROR), result("b", FileOutcome.FAILED, denied))
    assert not button.isHidden()
    press(panel, DownloadCommand.RETRY)
    assert button.isHidden()


@pytest.fixture
def conflicting(panel, runner):
    panel.start(request())
    results = [result(key, FileOutcome.EXISTS, file_exists_error(key)) for key in "ab"]
    ended(runner, *results, result("c", FileOutcome.CHECKED))
    return panel


@pytest.mark.parametrize(
    ("button", "policy"), [("overwrite", IfExists.OVERWRITE), ("keep_both", IfExists.RENAME)]
)
def test_conflicts_are_resolved_by_one_choice(conflicting, runner, button, policy):
    assert conflicting.conflicts.isVisible()
    assert conflicting.conflicts.message.text().startswith("2 files already exist in “To”")
    getattr(conflicting.conflicts, button).click()
    runner.handle_of(LookAtFiles).succeed(SEEN)  # only an overwriting one waits for it
    job = jobs(runner)[-1]
    assert job.request.if_exists is policy
    assert (job.resumed, job.only) == (True, (("a", None), ("b", None)))
    assert conflicting.conflicts.isHidden()
    ended(runner, result("a", FileOutcome.CHECKED), result("b", FileOutcome.CHECKED))
    assert conflicting.model.index(0, 3).data() == "Checked"
    assert conflicting.model.row(0).counts[FileOutcome.CHECKED] == 3


SEEN = {"/to/a": FileFingerprint(10, 1, 1), "/to/b": FileFingerprint(20, 1, 1)}
CHANGED = SEEN | {"/to/b": FileFingerprint(20, 2, 2)}
GONE: Found = SEEN | {"/to/b": None}


def look_again(panel, runner, found):
    panel._existing._timer.timeout.emit()
    runner.handle_of(LookAtFiles).succeed(found)


def test_files_asked_about_are_looked_at_again(conflicting, runner):
    assert runner.jobs_of(LookAtFiles) == [LookAtFiles(("/to/a", "/to/b"))]
    runner.handle_of(LookAtFiles).succeed(SEEN)
    assert conflicting._existing._timer.isActive()
    look_again(conflicting, runner, SEEN)
    assert conflicting.conflicts.message.text().endswith("They weren't changed.")


def test_a_file_that_is_gone_is_not_asked_about_and_can_be_retried(conflicting, runner):
    runner.handle_of(LookAtFiles).succeed(SEEN)
    look_again(conflicting, runner, GONE)
    assert conflicting.conflicts.message.text().startswith("“a” already exists in “To”")
    assert "b – The existing file was moved or deleted" in conflicting.details.toPlainText()
    look_again(conflicting, runner, {"/to/a": None})
    assert conflicting.conflicts.isHidden()
    assert conflicting.model.index(0, 3).data() == "Failed: 2"
    assert not conflicting._existing._timer.isActive()
    press(conflicting, DownloadCommand.RETRY)
    assert jobs(runner)[-1] == DownloadObjects(request(), resumed=True)


def test_a_file_that_was_changed_is_told(conflicting, runner):
    runner.handle_of(LookAtFiles).succeed(SEEN)
    look_again(conflicting, runner, CHANGED)
    text = conflicting.conflicts.message.text()
    assert text == "2 files already exist in “To”. 1 of them was changed meanwhile."
    look_again(conflicting, runner, {"/to/a": None, "/to/b": CHANGED["/to/b"]})
    text = conflicting.conflicts.message.text()
    assert text == "“b” already exists in “To”, and was changed meanwhile."


def test_a_file_that_was_changed_since_is_asked_about_anew_before_it_is_overwritten(
    conflicting, runner
):
    runner.handle_of(LookAtFiles).succeed(SEEN)
    conflicting.conflicts.overwrite.click()
    assert not conflicting.conflicts.overwrite.isEnabled()
    runner.handle_of(LookAtFiles).succeed(CHANGED)
    assert len(jobs(runner)) == 1
    assert conflicting.conflicts.isVisible()
    assert "1 of them was changed meanwhile" in conflicting.conflicts.message.text()
    conflicting.conflicts.overwrite.click()  # a file may be written again and again
    runner.handle_of(LookAtFiles).succeed(SEEN | {"/to/b": FileFingerprint(30, 3, 3)})
    assert jobs(runner)[-1].request.if_exists is IfExists.OVERWRITE


def test_overwriting_includes_a_file_that_is_gone_just_now(conflicting, runner):
    runner.handle_of(LookAtFiles).succeed(SEEN)
    conflicting.conflicts.overwrite.click()
    runner.handle_of(LookAtFiles).succeed(GONE)
    assert jobs(runner)[-1].only == (("a", None), ("b", None))


def test_a_look_that_fails_lets_the_user_answer_again(conflicting, runner):
    conflicting.conflicts.overwrite.click()
    runner.handle_of(LookAtFiles).fail(ERROR)
    assert conflicting.conflicts.overwrite.isEnabled()
    assert len(jobs(runner)) == 1


def test_a_late_look_does_not_start_a_download_that_was_removed(conflicting, runner):
    runner.handle_of(LookAtFiles).succeed(SEEN)
    conflicting.conflicts.overwrite.click()
    press(conflicting, DownloadCommand.REMOVE)
    runner.handle_of(LookAtFiles).succeed(SEEN)
    assert len(jobs(runner)) == 1


def test_conflicts_can_be_skipped(conflicting, runner):
    conflicting.conflicts.skip.click()
    assert conflicting.conflicts.isHidden()
    assert runner.jobs_of(ForgetDownload) == [ForgetDownload(request())]
    assert conflicting.model.row(0).counts[FileOutcome.SKIPPED] == 2


def test_interrupted_download_is_offered(panel, runner):
    panel.check()
    kept = InterruptedDownload(request(), datetime(2026, 3, 1, tzinfo=UTC), 1, 2, 10, 20)
    runner.handle_of(CheckDownloads).succeed((kept,))
    assert panel.isVisible()
    assert state(panel) is DownloadPhase.INTERRUPTED
    press(panel, DownloadCommand.RESUME)
    assert jobs(runner) == [DownloadObjects(request(), resumed=True)]


def test_same_request_is_resumed(panel, runner):
    panel.start(request())
    panel.start(request())
    assert len(jobs(runner)) == 1
    runner.cancel()
    panel.start(request())
    assert panel.model.rowCount() == 1
    assert jobs(runner)[-1].resumed


def answer(panel, text):
    (box,) = panel.window().findChildren(QMessageBox)
    button = next(one for one in box.buttons() if one.text() == text)
    button.click()


def test_discard_is_confirmed_first(panel, runner):
    panel.start(request())
    runner.cancel()
    press(panel, DownloadCommand.DISCARD)
    answer(panel, "Keep")
    assert runner.jobs_of(DiscardDownload) == []
    press(panel, DownloadCommand.DISCARD)
    (box,) = [one for one in panel.window().findChildren(QMessageBox) if one.isVisible()]
    assert "Complete files are kept" in box.informativeText()
    next(one for one in box.buttons() if one.text() == "Discard").click()
    assert runner.jobs_of(DiscardDownload) == [DiscardDownload(request())]
    assert panel.isHidden()


def test_delete_key_removes_an_ended_download(panel, runner, qtbot):
    panel.start(request())
    ended(runner, result("a", FileOutcome.CHECKED))
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert panel.model.rowCount() == 0
    assert panel.isHidden()


def test_failed_check_is_reported(panel, runner, qtbot):
    panel.check()
    with qtbot.waitSignal(panel.problem) as blocker:
        runner.fail(ERROR)
    assert blocker.args == [ERROR]


def test_the_folder_is_opened_until_a_file_is_saved_then_the_file_is_shown_in_it(
    panel, runner, qtbot
):
    panel.start(request())
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert runner.jobs_of(FindFile) == [FindFile("/home/anna/To")]
    (row,) = panel.model.rows()
    row.add_results([FileResult("a", None, 1, "/home/anna/To/a", FileOutcome.CHECKED)])
    row.phase = DownloadPhase.ENDED
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert runner.jobs_of(ShowInFolder) == [ShowInFolder("/home/anna/To/a")]
    panel.files.refresh()
    panel.files.open.trigger()
    assert runner.jobs_of(FindFile)[-1] == FindFile("/home/anna/To/a")


def test_menu_and_accessible_names(panel, runner):
    panel.start(request())
    menu = panel.row_actions.context_menu(panel)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        *("Cancel", "Resume", "Retry", "Show in folder", "Discard…", "Remove from list")
    ]
    menu.deleteLater()
    assert panel.table.accessibleName() == "Downloads"
    assert panel.details.accessibleName()


def test_many_files_are_only_counted(panel, runner):
    panel.start(request())
    handle = runner.handle_of(DownloadObjects)
    for page in range(20):
        results = tuple(result(f"{page}-{number}", FileOutcome.CHECKED) for number in range(1000))
        progress = DownloadProgress((page + 1) * 1000, 20_000, 10, 10)
        handle.progressed.emit((FilesEnded(results), progress))
    assert panel.model.row(0).counts[FileOutcome.CHECKED] == 20_000
    assert panel.head.summary.text().startswith("20,000 of 20,000 files")


@pytest.mark.parametrize("width", [520, 700, 1000])
def test_columns_fit_the_table(panel, runner, qtbot, width):
    panel.window().resize(width, 300)
    panel.start(request())
    assert panel.table.horizontalHeader().length() <= panel.table.viewport().width()

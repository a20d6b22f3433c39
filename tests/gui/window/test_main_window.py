from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QMessageBox

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import DeletionCount, DeletionResult
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadOptions, UploadPlan
from s3enc_gui.domain.uploads.transfer import Batch, InterruptedBatch, TransferState
from s3enc_gui.gui.audits.audit_window import AuditWindow
from s3enc_gui.gui.browser.operations.operations import DeleteOperation
from s3enc_gui.gui.connections.anonymous_offer import AnonymousOffer
from s3enc_gui.gui.help.shortcuts import ShortcutsDialog
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.incomplete_uploads.uploads_dialog import IncompleteUploadsDialog
from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
from s3enc_gui.gui.widgets.drops.drop_area import DropArea
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.history.journal_check import CheckJournal, JournalState
from s3enc_gui.jobs.history.receipts import FindReceipts
from s3enc_gui.jobs.incomplete_uploads import FindIncompleteUploads
from s3enc_gui.jobs.listing.browse import Listed, ListFolder, PageListed
from s3enc_gui.jobs.listing.buckets import ListBuckets
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.uploads.queue.events import (
    Added,
    InterruptedFound,
    NoticeRaised,
    QueueRow,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.transfer_commands import ReadSpeedLimit, StopTransfers, WatchTransfers
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.fakes.drags import drop, drop_at, enter, urls
from tests.fakes.folders import page
from tests.fakes.samples import DETAILS, ITEM, outcome

CONNECTION = Connection("work", "eu-central-1")


class Wizard(QDialog):
    """Replaces the upload wizard; records its arguments."""

    uploaded = Signal(object)
    started = Signal(object, str, str)

    def __init__(self, runner, connection, bucket, prefix, paths, parent):
        super().__init__(parent)
        self.arguments = (connection, bucket, prefix, paths)

    def see_queue(self, events):
        pass

    def dismiss(self):
        self.close()


@pytest.fixture
def window(qtbot, runner):
    window = MainWindow(runner, Wizard)
    qtbot.addWidget(window)
    window.show()
    yield window
    window._close_guard._decided = True


@pytest.fixture
def started(window):
    window.start(CONNECTION, "my-bucket", "in/")
    return window


def wizards(window):
    return window.findChildren(Wizard)


def action(window, text):
    return next(one for one in window.findChildren(QAction) if one.text() == text)


def drop_file(window, path):
    mime = urls(f"file://{path}")
    enter(window, mime)
    drop(window, mime)


def test_importing_the_window_does_not_import_boto3():
    script = "import sys, s3enc_gui.gui.window.main_window; sys.exit('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Upload…", "Ctrl+U"),
        ("Inspect object…", "Ctrl+I"),
        ("History", "Ctrl+H"),
        ("Settings…", "Ctrl+,"),
        ("Quit", "Ctrl+Q"),
    ],
)
def test_shortcuts(window, text, keys):
    assert action(window, text).shortcut().toString() == keys


def test_upload_needs_a_connection(window):
    assert not action(window, "Upload…").isEnabled()
    window.start(CONNECTION)
    assert action(window, "Upload…").isEnabled()


def test_the_title_has_connection_and_region(started, runner):
    assert started.windowTitle() == "S3enc – work (eu-central-1)"
    runner.handle_of(Identify).succeed(Identity("arn:aws:iam::1:user/a", "1", "us-west-2"))
    assert started.windowTitle() == "S3enc – work (us-west-2)"


def test_upload_opens_the_wizard_at_the_bucket_shown(started):
    action(started, "Upload…").trigger()
    (wizard,) = wizards(started)
    assert wizard.arguments == (CONNECTION, "my-bucket", "in/", [])
    assert wizard.isVisible()


def drop_area(window):
    return window.findChild(DropArea)


def test_before_there_is_a_connection_nobody_is_invited_to_drop(window):
    shown = [one.text() for one in drop_area(window).findChildren(QLabel) if one.isVisible()]
    assert shown == ["No connection yet"]
    assert not drop_area(window).button.isVisible()
    window.start(CONNECTION)
    assert drop_area(window).button.isVisible()


def test_the_button_in_the_drop_area_opens_the_wizard(started):
    drop_area(started).button.click()
    assert len(wizards(started)) == 1


def test_dropped_files_are_in_the_wizard(started):
    drop_file(started, "/home/a.txt")
    assert wizards(started)[0].arguments[3] == ["/home/a.txt"]


def test_files_wait_for_the_connection(window):
    window.upload(["/home/a.txt"])
    drop_file(window, "/home/b.txt")
    assert wizards(window) == []
    window.start(CONNECTION)
    assert wizards(window)[0].arguments[3] == ["/home/a.txt", "/home/b.txt"]


def report(runner, *reports):
    runner.handle_of(WatchTransfers).progressed.emit(reports)


def transfer(runner, *results, first=1):
    """Report finished transfers; return their outcomes."""
    ends = tuple(outcome(result) for result in results)
    rows = (
        QueueRow(id, "my-bucket", ITEM, TransferState.WAITING) for id, _ in enumerate(ends, first)
    )
    report(runner, Added(tuple(rows)))
    report(runner, *(TransferEnded(id, end) for id, end in enumerate(ends, first)))
    return ends


def selected(window):
    return [row.id for row in window._transfers.table.selected()]


@pytest.mark.parametrize("wizard_first", [True, False])
def test_the_last_result_of_an_upload_is_shown(started, runner, wizard_first):
    started.upload([])
    ends = (outcome(Result.DIFFERENT), outcome(Result.VERIFIED))
    steps = [
        lambda: wizards(started)[0].uploaded.emit(ends),
        lambda: report(runner, *(TransferEnded(id, end) for id, end in enumerate(ends, 1))),
    ]
    report(
        runner, Added(tuple(QueueRow(n, "my-bucket", ITEM, TransferState.WAITING) for n in (1, 2)))
    )
    for step in steps if wizard_first else reversed(steps):
        step()
    assert started._details.value("Verified") == "Verified"
    assert selected(started) == [2]


def test_the_next_result_replaces_the_selected_one(started, runner):
    started.upload([])
    transfer(runner, Result.DIFFERENT, Result.VERIFIED)
    started._transfers.table.selectRow(0)
    ends = transfer(runner, Result.VERIFIED, first=3)
    wizards(started)[0].uploaded.emit(ends)
    assert started._details.value("Verified") == "Verified"
    assert selected(started) == [3]


def test_an_upload_without_files_shows_nothing(started):
    started.upload([])
    wizards(started)[0].uploaded.emit(())
    assert started._details._pages.currentIndex() == 0


def test_selecting_a_transfer_shows_its_details(started, runner):
    transfer(runner, Result.DIFFERENT, Result.VERIFIED)
    started._transfers.table.selectRow(0)
    assert started._details.value("Stored as") == "Not encrypted"


def test_an_inspected_object_replaces_the_selected_transfer(started, runner):
    transfer(runner, Result.FAILED)
    assert selected(started) == [1]
    action(started, "Inspect object…").trigger()
    started._inspect_bar._field.setText("my-bucket/a.txt")
    started._inspect_bar._button.click()
    runner.handle_of(InspectObject).succeed(DETAILS)
    assert started._details.value("KMS key") == "test_key"
    assert selected(started) == []


def test_a_small_drop_area_is_compact(window, runner, qtbot):
    window.start(CONNECTION)
    area = drop_area(window)
    assert area.button.isVisible()
    window.resize(900, 460)
    transfer(runner, Result.VERIFIED)
    qtbot.waitUntil(area.button.isHidden)
    assert area.isVisible()


def test_interrupted_uploads_are_shown_without_transfers(started, runner):
    batch = Batch(7, CONNECTION, "my-bucket", UploadOptions())
    report(runner, InterruptedFound((InterruptedBatch(batch, 3, 10),)))
    assert started._transfers.interrupted_bar.isVisible()
    assert started._transfers.isHidden()


def test_inspect_suggests_the_bucket_shown(started):
    action(started, "Inspect object…").trigger()
    assert started._inspect_bar._field.text() == "s3://my-bucket/in/"


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://storage.example:9000", True),
        ("https://storage.example", False),
        ("http://127.0.0.1:9000", False),
        (None, False),
    ],
)
def test_warning_for_plain_http(window, url, warned):
    window.start(Connection(endpoint_url=url))
    assert window._warning.isHidden() is not warned


def test_another_connection_clears_a_problem(started, runner):
    runner.handle_of(Identify).fail(AppError("You aren't signed in"))
    assert started._problem.accessibleName() == "You aren't signed in"
    started._changed(Connection("home"))
    assert started._problem.isHidden()


def test_transfers_are_watched_once(window, runner):
    assert runner.jobs_of(WatchTransfers) == []
    window.start(CONNECTION)
    window.start(Connection("home"))
    assert runner.jobs_of(WatchTransfers) == [WatchTransfers()]


def test_an_error_of_the_queue_is_shown(started, runner):
    runner.handle_of(WatchTransfers).fail(AppError("The journal cannot be opened"))
    assert started._problem.accessibleName() == "The journal cannot be opened"


def test_a_notice_of_the_queue_is_shown(started, runner):
    report(runner, NoticeRaised(AppError("This drive doesn't keep file numbers")))
    assert started._problem.accessibleName() == "This drive doesn't keep file numbers"
    assert started._problem.property("banner") == "info"


def dialogs(window, kind):
    return window.findChildren(kind)


@pytest.mark.parametrize(
    ("text", "kind", "job"),
    [("History", HistoryWindow, FindReceipts), ("Settings…", SettingsDialog, ReadSpeedLimit)],
)
def test_a_side_window_is_opened_once_and_reloads_each_time(window, runner, text, kind, job):
    action(window, text).trigger()
    (side_window,) = dialogs(window, kind)
    side_window.close()
    action(window, text).trigger()
    assert dialogs(window, kind) == [side_window]
    assert side_window.isVisible()
    assert len(runner.jobs_of(job)) == 2


def test_incomplete_uploads_are_of_the_bucket_shown(started, runner):
    action(started, "Incomplete uploads…").trigger()
    assert runner.jobs_of(FindIncompleteUploads) == [
        FindIncompleteUploads(CONNECTION, "my-bucket", "in/")
    ]
    action(started, "Incomplete uploads…").trigger()
    assert len(dialogs(started, IncompleteUploadsDialog)) == 1


def test_incomplete_uploads_are_of_the_last_destination(started, runner):
    action(started, "Incomplete uploads…").trigger()
    dialogs(started, IncompleteUploadsDialog)[0].close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    started.upload([])
    wizards(started)[0].started.emit(CONNECTION, "other", "")
    action(started, "Incomplete uploads…").trigger()
    assert runner.jobs_of(FindIncompleteUploads)[-1] == FindIncompleteUploads(
        CONNECTION, "other", ""
    )


def test_incomplete_uploads_need_a_connection(window):
    assert not action(window, "Incomplete uploads…").isEnabled()
    window.start(CONNECTION)
    assert action(window, "Incomplete uploads…").isEnabled()


def test_the_settings_have_the_macos_menu_role(window):
    assert action(window, "Settings…").menuRole() is QAction.MenuRole.PreferencesRole


def test_closing_when_nothing_is_running(started):
    started.upload([])
    assert started.close()
    assert not wizards(started)[0].isVisible()


def test_a_closed_wizard_is_deleted(started):
    started.upload([])
    wizards(started)[0].close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert wizards(started) == []
    assert started.close()


@pytest.fixture
def uploading(started, runner):
    runner.start(UploadFiles(CONNECTION, UploadPlan("my-bucket", (ITEM,))))
    return started


@pytest.fixture
def unkept(uploading, runner):
    """Uploading, where uploads can't be resumed later."""
    runner.handle_of(CheckJournal).succeed(JournalState(kept=False))
    return uploading


def answer(window, text):
    box = window.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == text).click()


def test_closing_while_uploading_asks(uploading, runner):
    assert not uploading.close()
    answer(uploading, "Cancel")
    assert uploading.isVisible()
    assert runner.cancelled == []


def test_quit_and_resume_cancels_nothing(uploading, runner):
    uploading.close()
    answer(uploading, "Stop uploading (resume next time)")
    assert runner.cancelled == []
    assert not uploading.isVisible()


def end_all(runner):
    for job, handle in zip(runner.started, runner.handles, strict=True):
        if job in runner.running():
            handle.confirm_cancelled()


def test_stop_and_quit_closes_after_the_last_job(unkept, runner):
    unkept.close()
    answer(unkept, "Stop uploading")
    assert runner.cancelled == []
    runner.handle_of(StopTransfers).succeed(None)
    assert set(runner.cancelled) == set(runner.started)
    assert unkept.isVisible()
    end_all(runner)
    assert not unkept.isVisible()


def test_the_question_disappears_when_all_is_uploaded(uploading, runner):
    uploading.close()
    runner.handle_of(UploadFiles).succeed(())
    uploading._close_guard._question.refresh()
    assert not uploading._close_guard._question.is_open
    assert uploading.isVisible()


def test_the_window_can_be_closed_while_uploads_go_on(uploading, runner):
    uploading.close()
    answer(uploading, "Close the window and keep uploading")
    assert uploading._background.is_entered
    assert runner.cancelled == []
    uploading.showNormal()
    assert not uploading._background.is_entered


def test_stopping_is_shown(unkept):
    unkept.close()
    answer(unkept, "Stop uploading")
    assert unkept._problem.accessibleName() == "Stopping the uploads…"
    assert not action(unkept, "Upload…").isEnabled()


def test_closing_again_while_stopping_quits(unkept):
    unkept.close()
    answer(unkept, "Stop uploading")
    assert unkept.close()


def test_a_failure_to_stop_is_shown(unkept, runner):
    unkept.close()
    answer(unkept, "Stop uploading")
    runner.handle_of(StopTransfers).fail(AppError("The parts could not be removed"))
    assert unkept._problem.accessibleName() == "The parts could not be removed"
    assert action(unkept, "Upload…").isEnabled()
    assert unkept.close()


def test_closing_with_paused_transfers_asks(started, runner):
    report(runner, Added(tuple(QueueRow(n, "b", ITEM, TransferState.PAUSED) for n in range(3))))
    assert not started.close()
    assert started.findChild(QMessageBox).text() == "3 files haven't been uploaded yet."


def buttons(window):
    return {button.text() for button in window.findChild(QMessageBox).buttons()}


def test_without_a_journal_uploads_cannot_be_resumed(uploading, runner):
    problem = AppError("Uploads are not noted down on this disk")
    runner.handle_of(CheckJournal).succeed(JournalState(kept=False, problem=problem))
    assert uploading._problem.accessibleName() == problem.title
    uploading.close()
    assert "Stop uploading (resume next time)" not in buttons(uploading)


def test_the_demo_uploads_cannot_be_resumed(qtbot, runner):
    window = MainWindow(runner, Wizard, keeps=False)
    qtbot.addWidget(window)
    window.start(CONNECTION)
    runner.start(UploadFiles(CONNECTION, UploadPlan("my-bucket", (ITEM,))))
    assert not window.close()
    assert buttons(window) == {"Close the window and keep uploading", "Stop uploading", "Cancel"}
    answer(window, "Stop uploading")
    runner.handle_of(StopTransfers).fail(AppError("The server is gone"))
    assert window.close()


def test_the_question_is_shown_once(uploading):
    uploading.close()
    uploading.close()
    assert len(uploading.findChildren(QMessageBox)) == 1


def test_the_next_upload_has_the_same_destination(started):
    started.upload(["/home/a"])
    wizards(started)[0].started.emit(CONNECTION, "other", "2026/")
    started.upload(["/home/b"])
    assert wizards(started)[1].arguments == (CONNECTION, "other", "2026/", ["/home/b"])


def test_closing_during_operations_asks(started, runner):
    job = DeleteObjects(CONNECTION, "my-bucket", (ObjectRef("in/a"),))
    started._browser.operations.add(DeleteOperation(runner, job, DeletionCount(1), started))
    assert not started.close()
    assert started.findChild(QMessageBox).text() == (
        "Objects are still being copied, moved or deleted."
    )
    answer(started, "Cancel")
    assert started.isVisible()
    runner.handle_of(DeleteObjects).succeed(DeletionResult(1))
    assert started.close()


@pytest.mark.parametrize(("kept", "text"), [(True, "next time"), (False, "hidden files")])
def test_closing_during_a_download_asks(started, runner, tmp_path, kept, text):
    runner.handle_of(CheckJournal).succeed(JournalState(kept=kept))
    started._downloads.start(
        DownloadRequest(CONNECTION, "my-bucket", str(tmp_path), prefixes=("x/",))
    )
    assert not started.close()
    assert text in started.findChild(QMessageBox).informativeText()
    answer(started, "Cancel")
    assert started.isVisible()
    runner.handle_of(DownloadObjects).confirm_cancelled()
    assert started.close()


def test_the_tool_bar_cannot_be_hidden(started):
    assert started.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu


def test_a_download_starts_in_the_panel(started, runner, tmp_path):
    request = DownloadRequest(CONNECTION, "my-bucket", str(tmp_path), prefixes=("in/x/",))
    started._browser.download_requested.emit(request)
    assert runner.jobs_of(DownloadObjects)[0].request == request
    assert started._downloads.isVisible()


def test_the_audit_is_of_the_location_shown(started):
    action(started, "Audit…").trigger()
    (window,) = dialogs(started, AuditWindow)
    assert window.isVisible()


def test_files_dropped_on_a_folder(started):
    started._browser.upload_requested.emit(["/home/a.txt"], Location("my-bucket", "in/x/"))
    assert wizards(started)[0].arguments == (CONNECTION, "my-bucket", "in/x/", ["/home/a.txt"])


def test_uploads_go_to_the_location_shown(started):
    started._browser.go(Location("other", "deep/er/"))
    started.upload()
    assert wizards(started)[0].arguments[1:3] == ("other", "deep/er/")


def test_the_destination_is_opened_if_no_bucket_is_open(window, runner):
    window.start(CONNECTION)
    window.upload()
    wizards(window)[0].started.emit(CONNECTION, "new", "in")
    assert window._browser.location == Location("new", "in/")


def test_the_folder_is_listed_again_after_the_last_transfer(started, runner):
    before = len(runner.jobs_of(ListFolder))
    transfer(runner, Result.VERIFIED)
    assert len(runner.jobs_of(ListFolder)) == before + 1


def test_the_window_fits_on_a_small_screen(window):
    minimum = window.minimumSizeHint()
    assert minimum.width() <= 892
    assert minimum.height() <= 580


def test_the_shortcuts_dialog(started):
    action(started, "Keyboard shortcuts").trigger()
    (dialog,) = dialogs(started, ShortcutsDialog)
    rows = {
        dialog.table.item(row, 0).text(): dialog.table.item(row, 1).text()
        for row in range(dialog.table.rowCount())
    }
    assert (rows["Upload"], rows["Rename"], rows["Back"]) == ("Ctrl+U", "F2", "Alt+Left")
    assert "Open" not in rows


def test_a_prefix_without_a_slash_is_a_folder(window, runner):
    window.start(CONNECTION, "my-bucket", "in")
    assert runner.jobs_of(ListFolder)[-1].prefix == "in/"
    window.upload()
    assert wizards(window)[0].arguments[1:3] == ("my-bucket", "in/")


def test_without_credentials_the_window_goes_on_anonymously(qtbot, started, runner):
    offer = started.findChild(AnonymousOffer)
    assert not offer.isVisible()
    runner.handle_of(Identify).fail(AppError("You aren't signed in", code="NoCredentialsError"))
    assert offer.isVisible()
    qtbot.keyClick(offer.button, Qt.Key.Key_Space)
    anonymous = CONNECTION.as_anonymous()
    assert runner.jobs_of(Identify)[-1] == Identify(anonymous)
    assert runner.jobs_of(ListBuckets)[-1] == ListBuckets(anonymous)
    assert not offer.isVisible()


def test_whoever_agrees_to_pay_stays_at_the_same_place(started, runner):
    action(started, "Settings…").trigger()
    (dialog,) = dialogs(started, SettingsDialog)
    dialog.requester_pays.emit(True)
    paying = replace(CONNECTION, requester_pays=True)
    assert runner.jobs_of(ListBuckets)[-1] == ListBuckets(paying)
    listed = runner.jobs_of(ListFolder)[-1]
    assert (listed.connection, listed.bucket, listed.prefix) == (paying, "my-bucket", "in/")


def test_files_dropped_on_a_bucket_go_to_that_bucket(started, runner, tmp_path):
    runner.handle_of(ListBuckets).succeed(("my-bucket", "other"))
    buckets = started._buckets.findChild(QListWidget)
    at = buckets.visualItemRect(buckets.item(1)).center()
    drop_at(buckets.viewport(), at, urls(f"file://{tmp_path}"))
    [wizard] = wizards(started)
    assert wizard.arguments == (CONNECTION, "other", "", [str(tmp_path)])


def test_the_menu_of_a_bucket_audits_that_bucket(started, runner):
    runner.handle_of(ListBuckets).succeed(("my-bucket", "other"))
    started._buckets.bucket_actions.audit_requested.emit("other")
    [audit] = started.findChildren(AuditWindow)
    assert "other" in [one.text() for one in audit.findChildren(QLineEdit)]


def test_a_bucket_enters_the_list_once_s3_has_listed_it(started, runner):
    runner.handle_of(ListBuckets).succeed(())
    assert started._buckets.names() == []
    runner.handle_of(ListFolder).fail(AppError("No such bucket", code="NoSuchBucket"))
    assert started._buckets.names() == []
    started._browser.go(Location("there"))
    runner.handle_of(ListFolder).progressed.emit((PageListed(page()),))
    started._browser.go(Location("empty"))
    runner.handle_of(ListFolder).succeed(Listed(0, None))
    assert started._buckets.names() == ["there", "empty"]

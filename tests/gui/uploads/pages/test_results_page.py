from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.encryption.comparison import Aspect, Finding, Proof, Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.found import FoundFile
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorDialog
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.history.save_receipt import SaveReceipt
from s3enc_gui.jobs.listing.inspect_object import DeleteObject
from s3enc_gui.jobs.uploads.queue.events import (
    Action,
    Added,
    BytesSent,
    QueueRow,
    Removed,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths
from s3enc_gui.jobs.uploads.transfer_commands import ControlTransfers
from s3enc_gui.jobs.uploads.upload import FilesQueued, UploadFiles
from tests.fakes.samples import DETAILS, outcome
from tests.gui.uploads.conftest import CONNECTION, found

ITEMS = [UploadItem(f"/home/{name}", f"in/{name}", 10) for name in ("a.txt", "b.txt")]


def started(id):
    return StateChanged((id,), TransferState.RUNNING)


def ended(result, item=ITEMS[0]):
    return replace(outcome(result), item=item)


@pytest.fixture
def page(ready, runner):
    ready.add_paths(["/home/b.txt"])
    runner.handle_of(ScanPaths).succeed(Scanned(found("b.txt")))
    ready.upload()
    return ready.results


@pytest.fixture
def handle(page, runner):
    handle = runner.handle_of(UploadFiles)
    handle.progressed.emit((FilesQueued((0, 1)),))
    return handle


def status(page):
    return page._status.text()


def test_shows_the_progress(page, handle):
    handle.progressed.emit((started(0), BytesSent(0, 5)))
    assert status(page).startswith("0 of 2 files · 5 bytes of 20 bytes")
    assert page.cancel.isVisible()


def test_small_files_count_by_the_file(page, handle):
    handle.progressed.emit((started(0), BytesSent(0, 10), TransferEnded(0, ended(Result.VERIFIED))))
    assert page._bar.value() == 500


def test_large_files_count_by_the_byte(ready, runner):
    big = FoundFile("/home/big", "big", 10**9)
    ready.add_paths(["/home/big"])
    runner.handle_of(ScanPaths).succeed(Scanned((big,)))
    ready.upload()
    queued = FilesQueued((0, 1))
    runner.handle_of(UploadFiles).progressed.emit((queued, started(1), BytesSent(1, 250_000_000)))
    assert ready.results._bar.value() == pytest.approx(250, abs=1)
    assert ready.windowTitle().endswith("Upload to my-bucket")
    assert ready.windowTitle().startswith(("24%", "25%"))


def test_the_pane_has_a_hint_during_the_upload(page):
    assert any("as soon as" in label.text() for label in page.pane.details.findChildren(QLabel))


def test_a_file_with_a_problem_is_selected_at_the_end(page, handle):
    handle.succeed((ended(Result.VERIFIED), ended(Result.FAILED, ITEMS[1])))
    assert page.table.selected_row() == 1


def test_the_users_selection_stays(page, handle):
    page.table.selectRow(1)
    handle.succeed((ended(Result.FAILED), ended(Result.VERIFIED, ITEMS[1])))
    assert page.table.selected_row() == 1


def test_a_common_reason_is_in_the_summary(page, handle):
    handle.fail(AppError("The KMS key is disabled"))
    assert status(page) == "Failed: 2 (The KMS key is disabled)"


def test_the_first_file_is_selected(page, handle):
    handle.progressed.emit((TransferEnded(0, ended(Result.VERIFIED)),))
    assert page.table.selected_row() == 0
    assert page.pane.details.value("Verified") == "Verified"


def test_all_verified(page, handle):
    handle.succeed(tuple(ended(Result.VERIFIED, item) for item in ITEMS))
    assert status(page) == "All 2 files are stored as requested: verified."
    assert not page.cancel.isVisible()
    assert not page.unfinished()


@pytest.mark.parametrize("result", [r for r in Result if r is not Result.VERIFIED])
def test_no_other_result_is_called_verified(page, handle, result):
    handle.succeed(tuple(ended(result, item) for item in ITEMS))
    assert "verified" not in status(page)


def test_an_error_of_the_job_fails_every_row(page, handle):
    handle.fail(AppError("The KMS key is disabled", code="KMS.DisabledException"))
    assert page._banner.accessibleName() == "The KMS key is disabled"
    assert page.run.model.results[Result.FAILED] == 2


def paused(*ids):
    return StateChanged(ids, TransferState.PAUSED)


def test_pause_and_resume(page, handle, runner):
    handle.progressed.emit((started(0), started(1)))
    page.controls.pause.click()
    assert runner.started[-1] == ControlTransfers(Action.PAUSE, (0, 1))
    handle.progressed.emit((paused(0),))
    assert page.controls.pause.text() == "&Pause"
    handle.progressed.emit((paused(1),))
    assert status(page).endswith(" · Paused")
    assert page.controls.pause.text() == "R&esume"
    page.controls.pause.click()
    assert runner.started[-1] == ControlTransfers(Action.RESUME, (0, 1))


def test_before_the_files_are_queued_nothing_can_be_paused(page):
    assert page.controls.pause.isVisible()
    assert not page.controls.pause.isEnabled()
    assert page.cancel.isEnabled()


def test_failed_files_are_tried_again(page, handle, runner):
    handle.succeed((ended(Result.VERIFIED), ended(Result.FAILED, ITEMS[1])))
    page.controls.try_again.click()
    again = runner.jobs_of(UploadFiles)[-1]
    assert again.plan.items == (ITEMS[1],)
    assert page.running
    assert not page.controls.try_again.isVisible()
    runner.succeed((ended(Result.VERIFIED, ITEMS[1]),))
    assert status(page) == "All 2 files are stored as requested: verified."


def test_what_failed_is_copied(page, handle):
    failed = replace(ended(Result.FAILED, ITEMS[1]), error=AppError("The KMS key is disabled"))
    handle.succeed((ended(Result.VERIFIED), failed))
    page.controls.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == "1 file wasn't uploaded to my-bucket:\nin/b.txt: The KMS key is disabled."
    page.window().findChild(AdministratorDialog).close()


def test_the_copy_says_what_would_allow_a_denied_request(page, handle):
    denial = Denial("PutObject", (Permission("kms:GenerateDataKey", "arn:aws:kms:x:1:key/a"),))
    error = AppError("Denied", code="AccessDenied", denial=denial)
    handle.succeed(tuple(replace(ended(Result.FAILED, item), error=error) for item in ITEMS))
    page.controls.copy.click()
    assert QGuiApplication.clipboard().text().count('"kms:GenerateDataKey"') == 1


def test_cancel(page, handle, runner):
    page.cancel.click()
    assert runner.cancelled == [runner.jobs_of(UploadFiles)[0]]
    handle.succeed(tuple(Outcome(item, Result.CANCELLED) for item in ITEMS))
    assert status(page) == "Canceled: 2"


def test_an_object_stored_differently_can_be_deleted(page, handle, runner):
    handle.succeed((ended(Result.DIFFERENT), ended(Result.VERIFIED, ITEMS[1])))
    page.pane.delete.click()
    box = page.window().findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Delete").click()
    asked = DeleteObject(CONNECTION, DETAILS.location, DETAILS.version_id, DETAILS.etag)
    assert runner.started[-1] == asked
    runner.succeed(DETAILS.location)
    assert page.run.model.results == {Result.FAILED: 1, Result.VERIFIED: 1, Result.DIFFERENT: 0}
    assert page.pane._banner.accessibleName() == "The object was deleted"
    assert not page.pane.delete.isVisible()


def test_an_object_can_be_kept(page, handle, runner):
    handle.succeed((ended(Result.DIFFERENT), ended(Result.VERIFIED, ITEMS[1])))
    page.pane.delete.click()
    box = page.window().findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Keep").click()
    assert not runner.jobs_of(DeleteObject)


def test_a_failed_deletion_is_reported(page, handle, runner):
    handle.succeed((ended(Result.DIFFERENT), ended(Result.VERIFIED, ITEMS[1])))
    page.pane._deleting = (0, ended(Result.DIFFERENT))
    page.pane._confirmed()
    runner.fail(AppError("Access denied"))
    assert page.pane._banner.accessibleName() == "Access denied"
    assert page.pane.delete.isEnabled()


@pytest.mark.parametrize("result", [r for r in Result if r is not Result.DIFFERENT])
def test_only_objects_stored_differently_can_be_deleted(page, handle, result):
    handle.succeed((ended(result), ended(Result.VERIFIED, ITEMS[1])))
    assert not page.pane.delete.isVisible()


@pytest.mark.parametrize(
    ("button", "policy"),
    [("overwrite", IfExists.OVERWRITE), ("keep_both", IfExists.RENAME)],
)
def test_existing_names_are_uploaded_again(page, handle, runner, button, policy):
    handle.succeed((ended(Result.VERIFIED), ended(Result.EXISTS, ITEMS[1])))
    getattr(page.conflicts, button).click()
    plan = runner.started[-1].plan
    assert (plan.items, plan.options.if_exists) == ((ITEMS[1],), policy)
    runner.succeed((ended(Result.VERIFIED, ITEMS[1]),))
    assert status(page) == "All 2 files are stored as requested: verified."
    assert not page.conflicts.isVisible()


@pytest.fixture
def existing(page, handle):
    """A page that asks about its second file, whose transfer has the number 8."""
    handle.progressed.emit((FilesQueued((7, 8)),))
    handle.succeed((ended(Result.VERIFIED), ended(Result.EXISTS, ITEMS[1])))
    assert page.conflicts.isVisible()
    return page


def added(id, item):
    return Added((QueueRow(id, "my-bucket", item, TransferState.WAITING),))


def test_the_question_goes_when_the_transfers_list_has_answered_it(existing):
    existing.run.see_queue([Removed(frozenset({8})), added(9, ITEMS[1])])
    assert not existing.conflicts.isVisible()
    assert status(existing) == "Verified: 1 · Uploading again: 1"
    existing.run.see_queue([TransferEnded(9, ended(Result.VERIFIED, ITEMS[1]))])
    assert status(existing) == "All 2 files are stored as requested: verified."


def test_a_name_that_exists_again_is_asked_about_again(existing):
    existing.run.see_queue([Removed(frozenset({8}))])
    existing.run.see_queue([added(9, ITEMS[1])])
    existing.run.see_queue([TransferEnded(9, ended(Result.EXISTS, ITEMS[1]))])
    assert existing.conflicts.isVisible()


@pytest.mark.parametrize("events", [
    [Removed(frozenset({8}))],
    [added(9, ITEMS[1])],
    [Removed(frozenset({8})), added(9, ITEMS[0])],
    [TransferEnded(7, ended(Result.VERIFIED)), TransferEnded(8, ended(Result.EXISTS, ITEMS[1]))],
])  # fmt: skip
def test_the_question_stays_while_nobody_has_answered_it(existing, events):
    existing.run.see_queue(events)
    assert existing.conflicts.isVisible()
    assert status(existing) == "Verified: 1 · Already exists: 1"


def test_existing_names_are_skipped(page, handle):
    handle.succeed((ended(Result.VERIFIED), ended(Result.EXISTS, ITEMS[1])))
    page.conflicts.skip.click()
    assert status(page) == "Verified: 1 · Skipped: 1"
    assert not page.unfinished()


@pytest.mark.parametrize("button", ["overwrite", "keep_both", "skip"])
def test_decided_files_are_removed_from_transfers(page, handle, runner, button):
    handle.progressed.emit((FilesQueued((7, 8)),))
    handle.succeed((ended(Result.VERIFIED), ended(Result.EXISTS, ITEMS[1])))
    getattr(page.conflicts, button).click()
    assert runner.jobs_of(ControlTransfers) == [ControlTransfers(Action.CLEAR, (8,))]


def test_a_file_uploaded_again_has_a_new_transfer(page, handle, runner):
    handle.progressed.emit((FilesQueued((7, 8)),))
    handle.succeed((ended(Result.VERIFIED), ended(Result.EXISTS, ITEMS[1])))
    page.conflicts.keep_both.click()
    again = runner.handle_of(UploadFiles)
    again.progressed.emit((FilesQueued((9,)),))
    again.succeed((ended(Result.EXISTS, ITEMS[1]),))
    page.conflicts.skip.click()
    assert runner.jobs_of(ControlTransfers)[-1] == ControlTransfers(Action.CLEAR, (9,))


def test_the_first_upload_overwrites_nothing(page, runner):
    assert runner.jobs_of(UploadFiles)[0].plan.options.if_exists is IfExists.FAIL


def test_a_receipt_has_identity_and_times(page, handle, runner, tmp_path):
    runner.handle_of(Identify).succeed(Identity("arn:aws:iam::1:user/me", "1", None))
    handle.progressed.emit((started(0),))
    handle.succeed(tuple(ended(Result.VERIFIED, item) for item in ITEMS))
    page.save_receipt()
    page.findChild(QFileDialog).fileSelected.emit(str(tmp_path / "r.json"))
    job = runner.jobs_of(SaveReceipt)[0]
    first = job.receipts[0]
    assert (first.bucket, first.who) == ("my-bucket", "arn:aws:iam::1:user/me")
    assert first.started <= first.ended
    runner.succeed(job.path)
    assert page._banner.accessibleName() == "The receipt is saved"
    page.findChild(QFileDialog).close()


def test_a_receipt_that_cannot_be_written_is_reported(page, runner):
    page.receipts.write("/nowhere/r.csv", (Receipt("verified", "/f", 1, "b", "k"),))
    runner.fail(AppError("Can't save the receipt"))
    assert page._banner.accessibleName() == "Can't save the receipt"


def test_stopping_is_shown_until_it_ends(page, handle):
    page.cancel.click()
    handle.progressed.emit((started(0), BytesSent(0, 5)))
    assert status(page).startswith("Stopping")
    assert not page.cancel.isEnabled()


def test_the_selected_filter_changes_the_suffix(page, tmp_path):
    page.save_receipt()
    dialog = page.findChild(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    assert dialog.selectedFiles()[0].endswith("receipt.html")
    dialog.filterSelected.emit("CSV (*.csv)")
    assert dialog.selectedFiles() == [str(tmp_path / "receipt.csv")]
    dialog.close()


def test_another_writers_object_cannot_be_deleted(page, handle):
    doubt = Finding(Aspect.OBJECT, "", "another object", Verdict.DIFFERENT)
    theirs = replace(ended(Result.DIFFERENT), proof=Proof((doubt,)))
    handle.succeed((theirs, ended(Result.VERIFIED, ITEMS[1])))
    assert not page.pane.delete.isVisible()

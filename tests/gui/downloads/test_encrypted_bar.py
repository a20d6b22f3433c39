"""The question before objects that were encrypted before upload are saved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey, ClientSideReading
from s3enc_gui.domain.downloads.download import FileOutcome, file_exists_error
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.downloads.actions import DownloadCommand
from s3enc_gui.gui.downloads.decrypt_dialog import DecryptDialog
from s3enc_gui.gui.downloads.models.download_row import DownloadPhase
from s3enc_gui.jobs.downloads.download import DownloadObjects, ForgetDownload
from s3enc_gui.jobs.downloads.events import FilesEnded
from tests.gui.downloads.test_panel import ERROR, ended, jobs, panel, press, request, result

__all__ = ["panel"]

ASKING = replace(request(), asks=True)
READING = ClientSideReading(ClientSideKey("alias/key"))
A, B = ("a", None), ("b", None)


def encrypted(key):
    return result(key, FileOutcome.ENCRYPTED)


@pytest.fixture
def asked(panel, runner):
    panel.start(ASKING)
    ended(runner, encrypted("a"), encrypted("b"), result("c", FileOutcome.CHECKED))
    return panel


def answer_with_key(panel):
    panel.encrypted.decrypt.click()
    panel.window().findChildren(DecryptDialog)[-1].wanted.emit(READING)


def test_one_question_names_how_many(asked):
    assert asked.encrypted.isVisible()
    assert asked.encrypted.message.text().startswith("2 files were encrypted before upload")
    assert asked.decrypt.isHidden()
    assert asked.model.index(0, 3).data() == "Encrypted before upload: 2"
    assert asked.model.row(0).permille == 333


def test_a_single_file_is_named(panel, runner):
    panel.start(ASKING)
    ended(runner, encrypted("photos/a"))
    assert panel.encrypted.message.text().startswith("“a” was encrypted before upload")


def test_they_are_decrypted_in_the_same_row(asked, runner):
    answer_with_key(asked)
    assert jobs(runner)[-1] == DownloadObjects(
        replace(ASKING, client_side=READING), resumed=True, only=(A, B)
    )
    assert asked.encrypted.isHidden()
    ended(runner, result("a", FileOutcome.CHECKED), result("b", FileOutcome.CHECKED))
    row = asked.model.row(0)
    assert (row.counts[FileOutcome.CHECKED], row.counts[FileOutcome.ENCRYPTED]) == (3, 0)
    assert runner.jobs_of(ForgetDownload) == [ForgetDownload(ASKING)]


def test_they_are_saved_as_stored(asked, runner):
    asked.encrypted.save.click()
    assert jobs(runner)[-1] == DownloadObjects(request(), resumed=True, only=(A, B))


def test_nothing_is_downloaded_after_cancel(asked, runner):
    asked.encrypted.skip.click()
    assert len(jobs(runner)) == 1
    assert asked.encrypted.isHidden()
    assert asked.model.row(0).counts[FileOutcome.SKIPPED] == 2
    assert runner.jobs_of(ForgetDownload) == [ForgetDownload(ASKING)]


@pytest.mark.parametrize("answer", ["save", "skip"])
def test_it_is_asked_while_the_others_are_downloaded_and_the_answer_is_for_all(
    panel, runner, answer
):
    panel.start(ASKING)
    handle = runner.handle_of(DownloadObjects)
    handle.progressed.emit((FilesEnded((encrypted("a"),)),))
    getattr(panel.encrypted, answer).click()
    assert panel.encrypted.isHidden()
    assert len(jobs(runner)) == 1  # the first run goes on
    ended(runner, encrypted("b"), result("c", FileOutcome.CHECKED))
    assert panel.encrypted.isHidden()
    again = [one.only for one in jobs(runner)[1:]]
    assert again == ([(A, B)] if answer == "save" else [])


def test_a_retry_remembers_the_answer(asked, runner):
    answer_with_key(asked)
    ended(runner, result("a", FileOutcome.CHECKED), result("b", FileOutcome.FAILED, ERROR))
    assert runner.jobs_of(ForgetDownload) == []
    press(asked, DownloadCommand.RETRY)
    assert jobs(runner)[-1] == DownloadObjects(replace(ASKING, client_side=READING), resumed=True)


def test_another_key_can_be_tried(asked, runner):
    answer_with_key(asked)
    ended(runner, *(result(key, FileOutcome.FAILED, ERROR) for key in "ab"))
    other = ClientSideReading(ClientSideKey("alias/other"))
    asked.decrypt.click()
    asked.window().findChildren(DecryptDialog)[-1].wanted.emit(other)
    again = jobs(runner)[-1]
    assert again.request == replace(ASKING, client_side=other)  # no file is there to overwrite
    assert again.only == (A, B)
    assert asked.model.row(0).failed == 0


def test_a_name_that_exists_is_asked_about_first_and_that_answer_is_kept(panel, runner):
    panel.start(ASKING)
    ended(runner, result("a", FileOutcome.EXISTS, file_exists_error("a")))
    panel.conflicts.keep_both.click()
    ended(runner, encrypted("a"))
    panel.encrypted.save.click()
    again = jobs(runner)[-1]
    assert (again.request.if_exists, again.request.asks) == (IfExists.RENAME, False)


def test_the_same_download_started_anew_asks_again(asked, runner):
    asked.encrypted.skip.click()
    asked.start(ASKING)
    assert asked.model.rowCount() == 1
    ended(runner, encrypted("a"))
    assert asked.encrypted.isVisible()


def test_an_answer_for_a_row_that_was_removed_does_nothing(asked, runner):
    asked.encrypted.decrypt.click()
    dialog = asked.window().findChild(DecryptDialog)
    press(asked, DownloadCommand.REMOVE)
    dialog.wanted.emit(READING)
    assert len(jobs(runner)) == 1


def test_a_download_that_was_stopped_does_not_go_on_by_itself(panel, runner):
    panel.start(ASKING)
    handle = runner.handle_of(DownloadObjects)
    handle.progressed.emit((FilesEnded((encrypted("a"),)),))
    panel.encrypted.save.click()
    press(panel, DownloadCommand.CANCEL)
    handle.confirm_cancelled()
    assert panel.model.row(0).phase is DownloadPhase.STOPPED
    assert len(jobs(runner)) == 1
    press(panel, DownloadCommand.RESUME)
    assert jobs(runner)[-1].request == request()

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMessageBox, QTableView

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.transfer import State
from s3enc_gui.domain.upload_plan import UploadPlan
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.main_window import MainWindow
from s3enc_gui.jobs.connections import Identify
from s3enc_gui.jobs.history import FindReceipts
from s3enc_gui.jobs.inspect_object import InspectObject
from s3enc_gui.jobs.journal import CheckJournal, JournalState
from s3enc_gui.jobs.queue.reports import Added, QueueRow, TransferEnded
from s3enc_gui.jobs.transfers import StopTransfers, WatchTransfers
from s3enc_gui.jobs.upload import UploadFiles
from tests.fakes.drags import drop, enter, urls
from tests.fakes.samples import DETAILS, ITEM, outcome

CONNECTION = Connection("work", "eu-central-1")


class Wizard(QDialog):
    """Stands in for the upload wizard; remembers what it was given."""

    uploaded = Signal(object)
    started = Signal(object, str, str)

    def __init__(self, runner, connection, bucket, prefix, paths, parent):
        super().__init__(parent)
        self.given = (connection, bucket, prefix, paths)


@pytest.fixture
def window(qtbot, runner):
    window = MainWindow(runner, Wizard)
    qtbot.addWidget(window)
    window.show()
    yield window
    window._leaving._decided = True


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


def test_importing_the_window_leaves_boto3_alone():
    script = "import sys, s3enc_gui.gui.main_window; sys.exit('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Upload…", "Ctrl+U"),
        ("Inspect object…", "Ctrl+I"),
        ("History", "Ctrl+H"),
        ("Quit", "Ctrl+Q"),
    ],
)
def test_actions_have_their_keys(window, text, keys):
    assert action(window, text).shortcut().toString() == keys


def test_nothing_can_be_uploaded_before_there_is_a_connection(window):
    assert not action(window, "Upload…").isEnabled()
    window.start(CONNECTION)
    assert action(window, "Upload…").isEnabled()


def test_the_title_names_connection_and_region(started, runner):
    assert started.windowTitle() == "S3enc ─ work (eu-central-1)"
    runner.handle_of(Identify).succeed(Identity("arn:aws:iam::1:user/a", "1", "us-west-2"))
    assert started.windowTitle() == "S3enc ─ work (us-west-2)"


def test_upload_opens_the_wizard_at_the_bucket_shown(started):
    action(started, "Upload…").trigger()
    (wizard,) = wizards(started)
    assert wizard.given == (CONNECTION, "my-bucket", "in/", [])
    assert wizard.isVisible()


def test_the_button_in_the_drop_area_does_too(started):
    started._session.drop_area.button.click()
    assert len(wizards(started)) == 1


def test_dropped_files_are_in_the_wizard(started):
    drop_file(started, "/home/a.txt")
    assert wizards(started)[0].given[3] == ["/home/a.txt"]


def test_files_that_come_before_the_connection_wait_for_it(window):
    window.upload(["/home/a.txt"])
    drop_file(window, "/home/b.txt")
    assert wizards(window) == []
    window.start(CONNECTION)
    assert wizards(window)[0].given[3] == ["/home/a.txt", "/home/b.txt"]


def test_uploads_are_listed_and_the_last_one_is_shown(started):
    started.upload([])
    wizards(started)[0].uploaded.emit((outcome(Result.DIFFERENT), outcome(Result.VERIFIED)))
    assert started.findChild(QTableView).model().rowCount() == 2
    assert started._details.value("Verified") == "Verified"


def test_choosing_an_upload_shows_its_details(started):
    started.upload([])
    wizards(started)[0].uploaded.emit((outcome(Result.DIFFERENT), outcome(Result.VERIFIED)))
    started.findChild(QTableView).selectRow(0)
    assert started._details.value("Stored as") == "Not encrypted"


def test_an_inspected_object_takes_the_place_of_the_chosen_upload(started, runner):
    started.upload([])
    wizards(started)[0].uploaded.emit((outcome(Result.FAILED),))
    action(started, "Inspect object…").trigger()
    started._inspect_bar._field.setText("my-bucket/a.txt")
    started._inspect_bar._button.click()
    runner.handle_of(InspectObject).succeed(DETAILS)
    assert started._details.value("KMS key") == "test_key"
    assert not started.findChild(QTableView).selectionModel().hasSelection()


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
def test_plain_http_to_elsewhere_is_warned_of(window, url, warned):
    window.start(Connection(endpoint_url=url))
    assert window._warning.isHidden() is not warned


def test_a_connection_problem_is_shown_and_goes_with_another_connection(started, runner):
    runner.handle_of(Identify).fail(AppError("Nobody is signed in"))
    assert started._problem.accessibleName() == "Nobody is signed in"
    started._changed(Connection("home"))
    assert started._problem.isHidden()


def test_transfers_are_watched_as_soon_as_there_is_a_connection(window, runner):
    assert runner.jobs_of(WatchTransfers) == []
    window.start(CONNECTION)
    window.start(Connection("home"))
    assert runner.jobs_of(WatchTransfers) == [WatchTransfers()]


def report(runner, *reports):
    runner.handle_of(WatchTransfers).progressed.emit(reports)


def test_a_transfer_that_is_chosen_takes_the_place_of_an_upload(started, runner):
    started.upload([])
    wizards(started)[0].uploaded.emit((outcome(Result.VERIFIED),))
    report(runner, Added((QueueRow(1, "my-bucket", ITEM, State.WAITING),)))
    report(runner, TransferEnded(1, outcome(Result.DIFFERENT)))
    started._transfers.table.selectRow(0)
    assert started._details.value("Stored as") == "Not encrypted"
    assert not started._session._table.selectionModel().hasSelection()


def test_what_the_queue_has_to_complain_of_is_shown(started, runner):
    runner.handle_of(WatchTransfers).fail(AppError("The journal cannot be opened"))
    assert started._problem.accessibleName() == "The journal cannot be opened"


def test_history_is_opened_once_and_looks_anew_each_time(window, runner):
    action(window, "History").trigger()
    (history,) = window.findChildren(HistoryWindow)
    history.close()
    action(window, "History").trigger()
    assert window.findChildren(HistoryWindow) == [history]
    assert history.isVisible()
    assert len(runner.jobs_of(FindReceipts)) == 2


def test_closing_with_nothing_under_way_asks_nothing(started):
    started.upload([])
    assert started.close()
    assert not wizards(started)[0].isVisible()


def test_a_closed_wizard_is_forgotten(started):
    started.upload([])
    wizards(started)[0].close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert wizards(started) == []
    assert started.close()


@pytest.fixture
def uploading(started, runner):
    runner.start(UploadFiles(CONNECTION, UploadPlan("my-bucket", (ITEM,))))
    return started


def answer(window, text):
    box = window.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == text).click()


def test_closing_while_uploading_asks_and_waiting_keeps_the_window(uploading, runner):
    assert not uploading.close()
    answer(uploading, "Keep uploading")
    assert uploading.isVisible()
    assert runner.cancelled == []


def test_going_on_next_time_cancels_nothing(uploading, runner):
    uploading.close()
    answer(uploading, "Quit and go on next time")
    assert runner.cancelled == []
    assert not uploading.isVisible()


def end_all(runner):
    for job, handle in zip(runner.started, runner.handles, strict=True):
        if job in runner.running():
            handle.be_cancelled()


def test_stop_and_quit_closes_when_nothing_is_left(uploading, runner):
    uploading.close()
    answer(uploading, "Stop and quit")
    assert runner.cancelled == []
    runner.handle_of(StopTransfers).succeed(None)
    assert set(runner.cancelled) == set(runner.started)
    assert uploading.isVisible()
    end_all(runner)
    assert not uploading.isVisible()


def test_while_it_stops_the_window_says_so(uploading):
    uploading.close()
    answer(uploading, "Stop and quit")
    assert uploading._problem.accessibleName() == "Stopping the uploads…"
    assert not action(uploading, "Upload…").isEnabled()


def test_who_does_not_want_to_wait_closes_once_more(uploading):
    uploading.close()
    answer(uploading, "Stop and quit")
    assert uploading.close()


def test_what_cannot_be_stopped_is_said_and_asked_about_again(uploading, runner):
    uploading.close()
    answer(uploading, "Stop and quit")
    runner.handle_of(StopTransfers).fail(AppError("The parts could not be removed"))
    assert uploading._problem.accessibleName() == "The parts could not be removed"
    assert action(uploading, "Upload…").isEnabled()
    assert not uploading.close()


def test_transfers_that_no_upload_waits_for_are_asked_about_too(started, runner):
    report(runner, Added(tuple(QueueRow(n, "b", ITEM, State.PAUSED) for n in range(3))))
    assert not started.close()
    assert started.findChild(QMessageBox).text() == "3 files are still to be uploaded."


def buttons(window):
    return {button.text() for button in window.findChild(QMessageBox).buttons()}


def test_a_journal_that_is_not_kept_is_told_of_and_offers_no_next_time(uploading, runner):
    problem = AppError("Uploads are not noted down on this disk")
    runner.handle_of(CheckJournal).succeed(JournalState(kept=False, problem=problem))
    assert uploading._problem.accessibleName() == problem.title
    uploading.close()
    assert "Quit and go on next time" not in buttons(uploading)


def test_where_nothing_is_kept_there_is_no_next_time(qtbot, runner):
    window = MainWindow(runner, Wizard, keeps=False)
    qtbot.addWidget(window)
    window.start(CONNECTION)
    runner.start(UploadFiles(CONNECTION, UploadPlan("my-bucket", (ITEM,))))
    assert not window.close()
    assert buttons(window) == {"Keep uploading", "Stop and quit"}
    answer(window, "Stop and quit")
    runner.handle_of(StopTransfers).fail(AppError("The server is gone"))
    assert window.close()


def test_the_question_is_asked_once(uploading):
    uploading.close()
    uploading.close()
    assert len(uploading.findChildren(QMessageBox)) == 1


def test_the_next_upload_goes_where_the_last_one_went(started):
    started.upload(["/home/a"])
    wizards(started)[0].started.emit(CONNECTION, "other", "2026/")
    started.upload(["/home/b"])
    assert wizards(started)[1].given == (CONNECTION, "other", "2026/", ["/home/b"])

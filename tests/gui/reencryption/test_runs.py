"""What runs without its dialog, what was interrupted, and the list of both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMessageBox

from s3enc_gui.domain.desktop.notification import NotificationKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.gui.reencryption.runs_bar import RunsBar
from s3enc_gui.gui.reencryption.runs_dialog import RunsDialog
from s3enc_gui.gui.reencryption.runs_model import Column
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.reencryption.events import ReencryptionProgress
from s3enc_gui.jobs.reencryption.receipts import ReadReceipts, ReadRun, WriteReceipts
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.runs import CleanRuns, DiscardRun, ListRuns, RemoveRun
from tests.gui.reencryption.samples import CONNECTION, NOON, known, result

UNFINISHED, FINISHED = known("/u.sqlite", left=12_000), known("/f.sqlite")


@pytest.fixture
def listed(runs, runner):
    """Start, with these runs."""

    def start(*found):
        runs.start()
        runner.handle_of(CleanRuns).succeed(0)
        runner.handle_of(ListRuns).succeed(found)
        return runs

    return start


@pytest.fixture
def bar(qtbot, runs):
    made = RunsBar(runs)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot, runner, runs):
    made = RunsDialog(runner, runs, None)
    qtbot.addWidget(made)
    made.show()
    return made


def confirm(window):
    [box] = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    box.yes.click()


def test_an_interrupted_run_is_told_at_the_start_and_resumed(bar, listed, runner):
    listed(UNFINISHED, FINISHED)
    assert not bar.isHidden()
    assert "1 change of encryption wasn't finished." in bar.text
    assert "12,000 objects left" in bar.text
    assert "Unfinished" not in bar.text  # its title says so
    bar.resume.click()
    assert runner.jobs_of(RunReencryption) == [RunReencryption(CONNECTION, "/u.sqlite")]
    runner.handle_of(RunReencryption).progressed.emit((ReencryptionProgress(300, 12_000),))
    assert "300 of 12,000 objects" in bar.text
    assert bar.resume.isHidden()
    runner.handle_of(RunReencryption).succeed(replace(result(), path="/u.sqlite"))
    runner.handle_of(ListRuns).succeed((FINISHED,))
    assert bar.isHidden()


def test_discarding_is_asked_for(bar, listed, runner):
    bar.show()
    listed(UNFINISHED)
    bar.discard.click()
    assert not runner.jobs_of(DiscardRun)
    confirm(bar)
    assert runner.jobs_of(DiscardRun) == [DiscardRun("/u.sqlite")]
    runner.handle_of(DiscardRun).succeed("/u.sqlite")
    runner.handle_of(ListRuns).succeed(())
    assert bar.isHidden()


def test_nothing_is_shown_of_what_is_finished(bar, listed):
    listed(FINISHED)
    assert bar.isHidden()


def test_a_run_of_an_earlier_version_has_no_connection_to_resume_it(bar, listed):
    listed(replace(UNFINISHED, facts=replace(UNFINISHED.facts, origin=None)))
    assert not bar.resume.isEnabled()


def test_the_bar_shows_what_a_run_waits_for(bar, listed, runner):
    listed(UNFINISHED)
    bar.resume.click()
    outage = Outage(OutageKind.OFFLINE, AppError("No connection"), NOON)
    runner.handle_of(RunReencryption).progressed.emit((OutageChanged(outage),))
    assert "Connection lost" in bar.text


def test_what_runs_is_counted_and_its_end_is_told(runs, listed, runner):
    listed(UNFINISHED)
    runs.resume(UNFINISHED)
    runner.handle_of(RunReencryption).progressed.emit((ReencryptionProgress(300, 12_000),))
    assert (runs.count_active(), runs.work().progress.done) == (1, 300)
    assert runs.work().is_running
    runner.handle_of(RunReencryption).succeed(result())
    assert (runs.count_active(), runs.work().active) == (0, 0)
    assert runs.result().kind is NotificationKind.ATTENTION  # two failed


def test_the_error_of_a_run_without_a_dialog_is_a_problem(qtbot, runs, listed, runner):
    listed(UNFINISHED)
    runs.resume(UNFINISHED)
    with qtbot.waitSignal(runs.problem):
        runner.handle_of(RunReencryption).fail(AppError("Gone", code="ConnectionRemoved"))


def test_the_list_pauses_and_stops(dialog, listed, runs, runner):
    listed(UNFINISHED, FINISHED)
    assert dialog.current.run == UNFINISHED
    dialog.resume.click()
    assert dialog.current.runner
    assert dialog.header.progress.text() == "Running: 0 of 12,000 objects"
    runner.handle_of(RunReencryption).progressed.emit((ReencryptionProgress(300, 12_000, 298),))
    assert dialog.header.bar.isVisible()
    assert dialog.header.bar.value() == 300
    runs.refresh()  # of the runs that don't run here
    runner.handle_of(ListRuns).succeed((FINISHED,))
    cells = [dialog.model.index(0, column).data() for column in (Column.CHANGED, Column.LEFT)]
    assert cells == ["1,016", "11,700"]
    dialog.pause.click()
    assert isinstance(runner.cancelled[-1], RunReencryption)
    paused = replace(result(left=11_000), path="/u.sqlite")
    runner.handle_of(RunReencryption).succeed(paused)
    runner.handle_of(ListRuns).succeed((UNFINISHED, FINISHED))
    assert dialog.resume.isEnabled()
    dialog.resume.click()
    dialog.stop.click()
    confirm(dialog)
    runner.handle_of(RunReencryption).succeed(paused)
    assert runner.jobs_of(DiscardRun) == [DiscardRun("/u.sqlite")]


def test_finished_runs_are_shown_undone_exported_and_removed(qtbot, dialog, listed, runner):
    listed(FINISHED)
    runner.handle_of(ReadRun).succeed(replace(result(), path="/f.sqlite"))
    assert dialog.result_view.summary.text().endswith("Failed:\u00a02")
    assert runner.jobs_of(ReadReceipts)[-1] == ReadReceipts("/f.sqlite")
    assert not dialog.resume.isEnabled()
    with qtbot.waitSignal(dialog.undo_requested) as asked:
        dialog.undo.click()
    assert asked.args == [FINISHED]
    dialog.receipts.save("/1.json")
    assert runner.jobs_of(WriteReceipts) == [WriteReceipts("/f.sqlite", "/1.json")]
    dialog.remove.click()
    confirm(dialog)
    assert runner.jobs_of(RemoveRun) == [RemoveRun("/f.sqlite")]


def test_an_empty_list_says_how_to_begin(dialog, listed):
    listed()
    assert dialog.empty.isVisible()
    assert dialog.current is None
    assert not dialog.undo.isEnabled()

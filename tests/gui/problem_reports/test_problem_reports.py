from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread

import pytest
from PySide6.QtGui import QGuiApplication

from s3enc_gui.domain.problem_reports.report import ProblemKind, ProblemReport
from s3enc_gui.gui.problem_reports.problem_dialog import ProblemDialog
from s3enc_gui.gui.problem_reports.problem_reports import ProblemReports, reported
from s3enc_gui.jobs.problem_reports.crashes import (
    FindCrashes,
    ForgetCrashes,
    FoundCrash,
    ReadEndOfLog,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CRASH = ProblemReport(ProblemKind.CRASH, NOON, "Python 3", "Fatal Python error: Aborted", log="")


@pytest.fixture
def reports(runner, window):
    return ProblemReports(runner, window, lambda: "Python 3.11")


def dialogs(window):
    return [one for one in window.findChildren(ProblemDialog) if one.isVisible()]


def error(message="salaries.xlsx"):
    try:
        raise KeyError(message)
    except KeyError as caught:
        return caught


def test_an_error_of_any_thread_opens_a_dialog_that_does_not_block(reports, window, qtbot):
    thread = Thread(target=reports.take, args=(error(),))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(dialogs(window)))
    (dialog,) = dialogs(window)
    assert not dialog.isModal()
    assert "Python 3.11" in dialog.report.toPlainText()


def test_names_are_included_on_request_only(reports, window, runner):
    reports.take(error())
    (dialog,) = dialogs(window)
    runner.handle_of(ReadEndOfLog).succeed(
        "2026-03-01 11:59:58Z ERROR s3enc_gui.x: Can't open salaries.xlsx\n"
    )
    assert "salaries" not in dialog.report.toPlainText()
    assert "ERROR s3enc_gui.x" in dialog.report.toPlainText()
    dialog.names.click()
    assert dialog.report.toPlainText().count("salaries.xlsx") == 2
    dialog.names.click()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.report.toPlainText()
    assert "salaries" not in QGuiApplication.clipboard().text()
    assert dialog.banner.isVisible()


def test_errors_come_together(reports, window):
    for _ in range(3):
        reports.take(error())
    (dialog,) = dialogs(window)
    assert dialog.report.toPlainText().count("S3enc problem report") == 1
    assert "2" in dialog.more.text()


def test_an_error_that_was_seen_is_not_shown_again(reports, window):
    raised = error()
    reports.take(raised)
    dialogs(window)[0].close_button.click()
    reports.take(raised)
    assert dialogs(window) == []
    try:
        raise ValueError
    except ValueError as other:
        reports.take(other)
    assert len(dialogs(window)) == 1


def test_crashes_are_told_and_then_forgotten(runner, window, qtbot):
    with reported(runner, window, str, print):
        qtbot.waitUntil(lambda: bool(runner.jobs_of(FindCrashes)))
        runner.succeed((FoundCrash("1", "s3enc", CRASH), FoundCrash("2", "s3enc-gui", CRASH)))
        (dialog,) = dialogs(window)
        assert "Aborted" in dialog.report.toPlainText()
        assert not runner.jobs_of(ForgetCrashes)
        dialog.close_button.click()
        assert runner.jobs_of(ForgetCrashes) == [ForgetCrashes(("1", "2"))]


def test_without_crashes_nothing_is_shown(runner, window, reports):
    reports.start()
    runner.succeed(())
    assert dialogs(window) == []

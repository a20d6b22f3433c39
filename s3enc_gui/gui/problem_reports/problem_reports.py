"""Collects the errors and crashes of which nobody was told, and shows their reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.problem_reports.exception_text import exception_text
from s3enc_gui.domain.problem_reports.report import ProblemKind, ProblemReport
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.exception_hook import shown_by
from s3enc_gui.gui.problem_reports.problem_dialog import ProblemDialog
from s3enc_gui.jobs.problem_reports.crashes import FindCrashes, ForgetCrashes, FoundCrash

_MOST_KNOWN = 200  # different errors of which one dialog each is shown


@contextmanager
def reported(
    runner: Runner,
    window: QWidget,
    about: Callable[[], str],
    show: Callable[[AppError], None],
) -> Iterator[ProblemReports]:
    """Show what nothing expected while the block runs, and the crashes of earlier runs.

    `show` gets uncaught AppErrors; `about` returns the versions of this program.
    """
    reports = ProblemReports(runner, window, about)
    QTimer.singleShot(0, reports, reports.start)
    with shown_by(show, reports.take):
        yield reports


class ProblemReports(QObject):
    """Shows one dialog for errors, and one for crashes of earlier runs.

    An error is shown once, also if it happens at each painting of the window. `about`: the versions
    of this program.
    """

    _raised = Signal(object)

    def __init__(self, runner: Runner, window: QWidget, about: Callable[[], str]) -> None:
        super().__init__(window)
        self._runner, self._window, self._about = runner, window, about
        self._dialog: ProblemDialog | None = None
        self._known: set[str] = set()
        self._crashes: tuple[str, ...] = ()
        self._raised.connect(self._show)

    def take(self, error: BaseException) -> None:
        """Show an error; on any thread."""
        report = ProblemReport(
            ProblemKind.ERROR,
            datetime.now(UTC),
            "",
            exception_text(error, names=False),
            exception_text(error, names=True),
        )
        self._raised.emit(report)

    def start(self) -> None:
        """Look for crashes of earlier runs."""
        self._runner.start(FindCrashes()).succeeded.connect(self._tell)

    @Slot(object)
    def _show(self, report: ProblemReport) -> None:
        if self._dialog is not None:
            self._dialog.add(report)
        elif report.traceback not in self._known:
            self._dialog = self._opened(ProblemDialog(self._runner, self._about(), self._window))
            self._dialog.add(report)
            self._dialog.finished.connect(self._forget_dialog)
        if len(self._known) < _MOST_KNOWN:
            self._known.add(report.traceback)

    @Slot(object)
    def _tell(self, crashes: tuple[FoundCrash, ...]) -> None:
        if not crashes:
            return
        self._crashes = tuple(one.id for one in crashes)
        dialog = self._opened(ProblemDialog(self._runner, "", self._window))
        for crash in reversed(crashes):  # the newest first
            dialog.add(crash.report)
        dialog.finished.connect(self._seen)

    def _opened(self, dialog: ProblemDialog) -> ProblemDialog:
        dialog.show()  # beside the window, which goes on
        return dialog

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = None

    @Slot()
    def _seen(self) -> None:
        self._runner.start(ForgetCrashes(self._crashes))

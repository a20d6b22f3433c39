"""Dialog that lists the changes of encryption, resumes, stops, discards and undoes them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.reencryption.run import RunResult
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.reencryption.receipts_button import ReceiptsButton
from s3enc_gui.gui.reencryption.result_view import ResultView
from s3enc_gui.gui.reencryption.run_header import RunHeader
from s3enc_gui.gui.reencryption.runs import ReencryptionRuns, Row
from s3enc_gui.gui.reencryption.runs_model import RunsModel
from s3enc_gui.gui.reencryption.runs_questions import (
    discard_question,
    remove_question,
    stop_question,
)
from s3enc_gui.gui.reencryption.runs_table import RunsTable
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.fact_grid import scrolled
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.gui.widgets.tables.wrapping_delegate import whole_height
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.reencryption.receipts import ReadRun

_SIZE, _SMALLEST = QSize(1040, 720), QSize(760, 440)
_ABOVE_RESULT = 10  # pixels
_MOST_OF_TABLE = 0.4  # of the height, beside the details
_ALL = 100  # of the height, as long as it is shown
_NOTHING = EmptyReason(
    "key",
    text("No changes of encryption yet"),
    text("Select objects or folders and choose Change encryption… to start one."),
)


class RunsDialog(QDialog):
    """Runs go on when it is closed. `undo_requested` carries the KnownRun to undo."""

    undo_requested = Signal(object)

    def __init__(self, runner: Runner, runs: ReencryptionRuns, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Changes of encryption"))
        self.setAccessibleName(self.windowTitle())
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self._runs = runs
        self._path = ""  # of the run whose result is shown
        self.banner, self.result_view = ErrorBanner(), ResultView(runner)
        self.header = RunHeader()
        self.model = RunsModel(self)
        self.table, self.empty = RunsTable(self.model), EmptyState(_NOTHING)
        self.resume, self.pause = QPushButton(_("&Resume")), QPushButton(_("&Pause"))
        self.stop, self.discard = QPushButton(_("&Stop…")), QPushButton(_("&Discard…"))
        self.remove, self.undo = QPushButton(_("Re&move…")), QPushButton(_("&Undo…"))
        self.receipts = ReceiptsButton(runner, self.banner)
        self.close_button = QPushButton(_("Close"))
        self._read, self._question = LatestJob(runner, self), Question(self)
        self._asked_about = ""
        self._views, self._area = QStackedWidget(), scrolled(self._about_current())
        self._split, self._is_divided = QSplitter(Qt.Orientation.Vertical), False
        self._arrange()
        self._connect()
        self._show_rows()
        resize_to_screen(self, _SIZE)
        limit_size(self, _SMALLEST)

    @property
    def current(self) -> Row | None:
        """The selected run."""
        return self.model.run_at(self.table.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the height again (Qt)."""
        super().resizeEvent(event)
        self._divide()

    def done(self, result: int) -> None:
        """Stop reading and exporting (Qt)."""
        self._read.drop()
        self.result_view.stop()
        self.receipts.exporter.stop()
        super().done(result)

    # --- rows -----------------------------------------------------------------------------------

    @Slot()
    def _show_rows(self) -> None:
        """Show the runs; the selected one stays selected."""
        row = self.current
        self.model.show(self._runs.rows)
        self._views.setCurrentWidget(self.table if self._runs.rows else self.empty)
        at = max(0, self.model.row_of(row.run.path)) if row else 0
        if self._runs.rows and self.table.currentIndex().row() != at:
            self.table.setCurrentIndex(self.model.index(at, 0))
        self._path = ""
        self._show_current()
        self._divide()

    def _divide(self) -> None:
        """Give the table what its rows need, at most a share, until the user moves the handle."""
        if not self._is_divided:
            height = self._split.height()
            table = min(whole_height(self.table), round(height * _MOST_OF_TABLE))
            self._split.setSizes([table, height - table])

    @Slot()
    def _divided(self) -> None:
        self._is_divided = True

    @Slot()
    def _show_current(self) -> None:
        row = self.current
        over = bool(row and row.is_over)
        unfinished = bool(row and row.is_unfinished)
        here = row.runner if row else None
        facts = row.run.facts if row else None
        self.resume.setVisible(not here)
        self.resume.setEnabled(bool(unfinished and facts and facts.origin))
        self.pause.setVisible(bool(here))
        self.pause.setEnabled(bool(here and not here.stopping))
        self.stop.setVisible(bool(here))
        self.stop.setEnabled(bool(here and not here.stopping))
        self.discard.setVisible(unfinished)
        self.remove.setVisible(over)
        known = bool(row and facts and not here)
        self.undo.setEnabled(bool(known and over and row and row.run.can_be_undone))
        self.receipts.setEnabled(known and not self.receipts.exporter.busy)
        if row and facts:
            self.receipts.set_run(row.run.path, facts.bucket)
        self._show_report(row)

    def _show_report(self, row: Row | None) -> None:
        self._area.setVisible(row is not None)
        can_be_read = bool(row and row.run.facts and not row.runner)
        if row and row.run.path == self._path and can_be_read:
            return
        self._path = row.run.path if row and can_be_read else ""
        self._read.drop()
        self.result_view.hide()
        if row:
            self.header.show_run(row)
        if self._path:
            self._read.ask(ReadRun(self._path))

    @Slot(object)
    def _show_result(self, result: RunResult) -> None:
        row = self.current
        if row and row.run.path == result.path:
            facts = row.run.facts
            origin = facts.origin if facts else None
            connection = origin.connection if origin else None
            self.result_view.show_result(result, facts.bucket if facts else "", connection)
            self.result_view.show()
            self.header.progress.hide()

    # --- what the buttons do --------------------------------------------------------------------

    @Slot()
    def _resume(self) -> None:
        self.banner.clear()
        if row := self.current:
            self._runs.resume(row.run)

    @Slot()
    def _pause(self) -> None:
        row = self.current
        if row and row.runner:
            row.runner.stop()

    @Slot()
    def _undo(self) -> None:
        if row := self.current:
            self.undo_requested.emit(row.run)

    @Slot()
    def _ask(self) -> None:
        if row := self.current:
            self._asked_about = row.run.path
            self._question.ask(self._asked)

    def _about_row(self) -> Row | None:
        return next((row for row in self._runs.rows if row.run.path == self._asked_about), None)

    def _asked(self) -> Asked | None:
        row = self._about_row()
        if row is None:
            return None
        if row.runner:
            return stop_question(row.run)
        if row.is_unfinished:
            return discard_question((row.run,))
        return remove_question(row.run) if row.is_over else None

    @Slot()
    def _confirmed(self) -> None:
        self.banner.clear()
        row = self._about_row()
        if row is None:
            return
        if row.runner:
            self._runs.stop(row.runner)
        elif row.is_unfinished:
            self._runs.discard(row.run)
        elif row.is_over:
            self._runs.remove(row.run)

    def _about_current(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, _ABOVE_RESULT, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.header)
        column.addWidget(self.result_view, _ALL)
        column.addStretch(1)
        return inside

    def _arrange(self) -> None:
        keep_icon(self.resume, "resume")
        keep_icon(self.pause, "pause")
        for button in (self.discard, self.remove):
            keep_icon(button, "trash")
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        # Otherwise the table couldn't be lower than the text that takes its place.
        self.empty.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._area.setFrameShape(self._area.Shape.NoFrame)
        split = self._split
        split.setChildrenCollapsible(False)
        split.addWidget(self._views)
        split.addWidget(self._area)
        split.setStretchFactor(1, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        for button in (self.resume, self.pause, self.stop, self.discard, self.remove, self.undo):
            bottom.addWidget(button)
        bottom.addWidget(self.receipts)
        bottom.addStretch(1)
        bottom.addWidget(self.receipts.exporter)
        bottom.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(split, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self._runs.changed.connect(self._show_rows)
        self._runs.progressed.connect(self._show_progress)
        self._runs.problem.connect(self.banner.show_error)
        self._read.answered.connect(self._show_result)
        self._read.failed.connect(self.banner.show_error)
        self._read.busy_changed.connect(self.header.show_busy)
        self._split.splitterMoved.connect(self._divided)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        self._question.confirmed.connect(self._confirmed)
        self.resume.clicked.connect(self._resume)
        self.pause.clicked.connect(self._pause)
        self.undo.clicked.connect(self._undo)
        for button in (self.stop, self.discard, self.remove):
            button.clicked.connect(self._ask)
        self.close_button.clicked.connect(self.reject)
        self.receipts.busy_changed.connect(self._show_current)

    @Slot()
    def _show_progress(self) -> None:
        self.model.show(self._runs.rows)
        self._show_current()

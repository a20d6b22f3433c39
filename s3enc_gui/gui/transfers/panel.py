"""Panel that shows the transfer queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.desktop.notification import Notification
from s3enc_gui.domain.desktop.work import Work, work_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.transfers.auto_scroll import AutoScroll
from s3enc_gui.gui.transfers.commands import TransferCommands
from s3enc_gui.gui.transfers.end_notification import end_notification, rows_of_run, worst_of
from s3enc_gui.gui.transfers.interrupted_bar import InterruptedBar
from s3enc_gui.gui.transfers.menu import AllTransfersButton
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.other_key.missing_key import MissingKey
from s3enc_gui.gui.transfers.other_key.other_key import OtherKey
from s3enc_gui.gui.transfers.outage_bar import OutageBar
from s3enc_gui.gui.transfers.panel_header import TransfersHeader
from s3enc_gui.gui.transfers.resize_handle import ResizeHandle
from s3enc_gui.gui.transfers.table import TransfersTable
from s3enc_gui.gui.transfers.throughput import Throughput
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.queue.events import Action, InterruptedFound, NoticeRaised
from s3enc_gui.jobs.uploads.transfer_commands import (
    DiscardInterrupted,
    ResumeInterrupted,
    TryNow,
    WatchTransfers,
)

_MAX_DEFAULT_HEIGHT = 370  # pixels
_DEFAULT_SHARE = 0.38  # of the window's height, until the user drags the panel
_MAX_SHARE = 0.6  # of the window's height
_TICK_MS = 1000


class TransfersPanel(QWidget):
    """Watches the queue once `start` is called; hidden while the queue is empty.

    The window places the `bars` itself. `chosen` carries the Outcome of the selected transfer,
    `problem` and `notice` an AppError (a notice stops nothing), `folded` whether only the summary
    is shown; `idle` is emitted when the last transfer has ended, `reported` carries events of the
    queue, `changed` is emitted when `work` may have
    changed. `outages_changed` carries a tuple of Outage, `sign_in_requested` the Connection of one.
    """

    chosen = Signal(object)
    problem = Signal(object)
    outages_changed = Signal(object)
    sign_in_requested = Signal(object)
    notice = Signal(object)
    folded = Signal(bool)
    idle = Signal()
    changed = Signal()
    reported = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.model = TransfersModel(self)
        self.throughput = Throughput(self.model.totals)
        self.table = TransfersTable(self.model)
        self.commands = TransferCommands(runner, self.model, self.table)
        actions = self.commands.actions
        self.head = TransfersHeader(
            [*actions.head.values(), actions.selected[Action.RETRY]],
            AllTransfersButton([*actions.all.values()]),
        )
        self.head.heading.setBuddy(self.table)
        self.auto_scroll = AutoScroll(self.table, self.model.totals)
        self.outage_bar, self.interrupted_bar = OutageBar(), InterruptedBar()
        self.other_key = OtherKey(runner, self.model, self)
        self._missing_key = MissingKey(runner, self)
        self.bars = (self.outage_bar, self.interrupted_bar, self.other_key.bar)
        self._watched = False
        self._outages: tuple[Outage, ...] = ()
        self._shown_run = 0  # the last run whose end was shown
        self._resize_handle = ResizeHandle()
        self._height = self._height_before = 0  # pixels; 0: the user has not dragged the panel
        self._tick = QTimer(self, interval=_TICK_MS)
        self._arrange()
        self._connect()
        self._fit()
        self.hide()

    def start(self) -> None:
        """Start watching the queue. Idempotent."""
        if self._watched:
            return
        self._watched = True
        handle = self._runner.start(WatchTransfers())
        handle.progressed.connect(self._reported)
        handle.failed.connect(self.problem)

    def select(self, outcome: Outcome | None) -> None:
        """Select only the transfer with this outcome, if it is listed; None: select none."""
        rows = reversed(self.model.rows()) if outcome else ()
        self.auto_scroll.select(next((row for row in rows if row.outcome is outcome), None))

    def count_active(self) -> int:
        """Return the number of transfers that haven't ended."""
        return self.model.totals.active

    def work(self) -> Work:
        """Return what the transfers do."""
        states = self.model.totals.states
        is_running = states[TransferState.RUNNING] + states[TransferState.WAITING] > 0
        active, progress = self.count_active(), self.throughput.progress
        return work_of(active, progress, self._outages, is_running=is_running)

    def result(self) -> Notification | None:
        """Return how the last run ended; None: there is nothing to tell."""
        return end_notification(rows_of_run(self.model.rows(), self.model.totals.run))

    def show_result(self) -> None:
        """Select the worst transfer of the last run."""
        self.head.fold.setChecked(False)
        rows = rows_of_run(self.model.rows(), self.model.totals.run)
        self.auto_scroll.select(worst_of(rows))

    def sizeHint(self) -> QSize:
        """Return a size for the rows, up to a share of the window; or for the summary (Qt)."""
        hint = super().sizeHint()
        if self.table.isHidden():
            return hint
        default = min(_MAX_DEFAULT_HEIGHT, round(self.window().height() * _DEFAULT_SHARE))
        highest = round(self.window().height() * _MAX_SHARE)  # of a window that was higher
        needed = hint.height() - self.table.sizeHint().height() + self.table.rows_height()
        return QSize(hint.width(), min(self._height, highest) or min(default, needed))

    def arrangement(self) -> Sequence[int]:
        """Return the height; empty: the user hasn't dragged the panel."""
        return (self._height,) if self._height else ()

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use a height, as if the user had dragged the panel."""
        if len(sizes) == 1:
            self._height = sizes[0]
            self.updateGeometry()

    # --- private --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        # Collapsed, the panel is no higher than its header.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinAndMaxSize)
        column.addWidget(self._resize_handle)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.head.folded.connect(self._fold)
        self._resize_handle.pressed.connect(self._start_resizing)
        self._resize_handle.dragged.connect(self._resize)
        for changed in (self.model.rowsInserted, self.model.rowsRemoved):
            changed.connect(self.updateGeometry)
        self.commands.chosen.connect(self.chosen)
        self.commands.problem.connect(self.problem)
        self.other_key.problem.connect(self.problem)
        self._missing_key.problem.connect(self.problem)
        self._missing_key.found.connect(self._resume)
        self.outage_bar.try_now_pressed.connect(self._try_now)
        self.outage_bar.sign_in_pressed.connect(self.sign_in_requested)
        self.interrupted_bar.resume_chosen.connect(self._resume)
        self.interrupted_bar.discard_chosen.connect(self._discard)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self._tick.timeout.connect(self._update_speeds)

    def _reported(self, reports: Sequence[object]) -> None:
        self.reported.emit(reports)
        for report in self.model.apply(reports):
            if isinstance(report, OutageChanged):
                self.outage_bar.show_outage(report.outage)
                self._outages = report.all
                self.outages_changed.emit(report.all)
            elif isinstance(report, InterruptedFound):
                self.interrupted_bar.show_found(report.batches)
            elif isinstance(report, NoticeRaised):
                self.notice.emit(report.notice)
        self._show()

    def _show(self) -> None:
        self.throughput.measure()
        active = self.count_active() > 0
        if active != self._tick.isActive():
            self._tick.start() if active else self._tick.stop()
            if not active:
                self.idle.emit()
        self._show_progress()
        self.commands.refresh_soon()
        self.other_key.refresh(active=active)
        self.auto_scroll.follow()
        self._show_last()
        empty = self.model.rowCount() == 0
        self.head.set_empty(empty)
        self._fit()
        self.setVisible(not empty)
        self.changed.emit()

    def _show_last(self) -> None:
        """At the end of a run, select the last transfer unless the user has selected others."""
        totals = self.model.totals
        if totals.active or totals.run == self._shown_run:
            return
        self._shown_run = totals.run
        if totals.latest and not self.table.selectionModel().hasSelection():
            self.auto_scroll.select(totals.latest)

    def _show_progress(self) -> None:
        shown, active = self.throughput, self.count_active() > 0
        self.head.show_progress(shown.sign, shown.text(), shown.permille, active=active)

    def _update_speeds(self) -> None:
        self.model.tick()
        self.throughput.measure()
        self._show_progress()
        self.changed.emit()

    def _fold(self, folded: bool) -> None:
        self._fit()
        self.folded.emit(folded)

    def _fit(self) -> None:
        """Show the table unless it is empty or collapsed."""
        shown = self.model.rowCount() > 0 and not self.head.fold.isChecked()
        if shown != self.table.isHidden():
            return
        self.table.setVisible(shown)
        self._resize_handle.setVisible(shown)
        self.updateGeometry()

    def _start_resizing(self) -> None:
        self._height_before = self.height()

    def _resize(self, pixels: int) -> None:
        highest = round(self.window().height() * _MAX_SHARE)
        height = min(highest, self._height_before + pixels)
        self._height = max(self.minimumSizeHint().height(), height)
        self.updateGeometry()

    def _open_menu(self, at: QPoint) -> None:
        self.commands.refresh()
        menu = self.commands.actions.context_menu(self.table)
        menu.insertActions(menu.actions()[1], self.commands.files.actions)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _try_now(self) -> None:
        self._runner.start(TryNow()).failed.connect(self.problem)

    def _resume(self, ids: tuple[int, ...]) -> None:
        job = ResumeInterrupted(ids)
        self._missing_key.note(job, self.interrupted_bar.found)
        self._run(job, self._missing_key.take)

    def _discard(self, ids: tuple[int, ...]) -> None:
        self._run(DiscardInterrupted(ids), self.problem.emit)

    def _run(
        self,
        job: ResumeInterrupted | DiscardInterrupted,
        failed: Callable[[AppError], None],
    ) -> None:
        handle = self._runner.start(job)
        handle.failed.connect(failed)
        handle.finished.connect(self._finished)

    def _finished(self) -> None:
        self.interrupted_bar.set_busy(False)

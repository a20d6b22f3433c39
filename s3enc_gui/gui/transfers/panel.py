"""The lower part of the window: what is on its way, and how it fares."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.transfers.auto_scroll import AutoScroll
from s3enc_gui.gui.transfers.commands import TransferCommands
from s3enc_gui.gui.transfers.head import TransfersHeader
from s3enc_gui.gui.transfers.interrupted_bar import InterruptedBar
from s3enc_gui.gui.transfers.menu import AllTransfersButton
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.outage_bar import OutageBar
from s3enc_gui.gui.transfers.resize_handle import ResizeHandle
from s3enc_gui.gui.transfers.table import TransfersTable
from s3enc_gui.gui.transfers.throughput import Throughput
from s3enc_gui.jobs.uploads.queue.events import (
    Action,
    InterruptedFound,
    NoticeRaised,
    OutageChanged,
)
from s3enc_gui.jobs.uploads.transfer_commands import (
    DiscardInterrupted,
    ResumeInterrupted,
    TryNow,
    WatchTransfers,
)

_HEIGHT = 370
_FIRST = 0.38  # of the window, until the user wants it otherwise: most of it is the browser's
_MOST = 0.6  # of the window: what is above is to be seen as well
_TICK_MS = 1000
_BUTTONS = (Action.PAUSE, Action.RESUME, Action.CANCEL, Action.RETRY)


class TransfersPanel(QWidget):
    """Watches the queue once `start` is called, and hides itself while there is nothing to see.

    `bars` are for the window to place: they concern more than the list. `chosen` carries the
    Outcome of a transfer that the user looks at, `problem` and `notice` an AppError (a notice
    keeps nothing from being done), `folded` whether only the summary is shown, `rested` tells that
    nothing is under way any more.
    """

    chosen = Signal(object)
    problem = Signal(object)
    notice = Signal(object)
    folded = Signal(bool)
    rested = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.model = TransfersModel(self)
        self.throughput = Throughput(self.model.totals)
        self.table = TransfersTable(self.model)
        self.commands = TransferCommands(runner, self.model, self.table)
        actions = self.commands.actions
        self.head = TransfersHeader(
            [actions.selected[action] for action in _BUTTONS],
            AllTransfersButton([*actions.every.values()]),
        )
        self.head.heading.setBuddy(self.table)
        self.scan = AutoScroll(self.table, self.model.totals)
        self.outage_bar, self.interrupted_bar = OutageBar(), InterruptedBar()
        self.bars = (self.outage_bar, self.interrupted_bar)
        self._watched = False
        self._seen = 0  # the last run of which the end was seen
        self._resize_handle, self._height, self._before = (
            ResizeHandle(),
            0,
            0,
        )  # in pixels; 0: nobody has pulled
        self._tick = QTimer(self, interval=_TICK_MS)
        self._arrange()
        self._connect()
        self._fit()
        self.hide()

    def start(self) -> None:
        """Begin to watch the queue; once."""
        if self._watched:
            return
        self._watched = True
        handle = self._runner.start(WatchTransfers())
        handle.progressed.connect(self._reported)
        handle.failed.connect(self.problem)

    def point_at(self, outcome: Outcome | None) -> None:
        """Select the transfer that ended so, where it is in the list; None: none."""
        rows = reversed(self.model.rows()) if outcome else ()
        self.scan.point_at(next((row for row in rows if row.outcome is outcome), None))

    def sizeHint(self) -> QSize:
        """Return room for a few rows, or for the summary alone."""
        hint = super().sizeHint()
        if self.table.isHidden():
            return hint
        height = self._height or min(_HEIGHT, round(self.window().height() * _FIRST))
        return QSize(hint.width(), height)

    # --- inside ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        # Without the table the panel is to be no higher than what is left.
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinAndMaxSize)
        column.addWidget(self._resize_handle)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.head.folded.connect(self._fold)
        self._resize_handle.taken.connect(self._begin_to_pull)
        self._resize_handle.pulled.connect(self._pull)
        self.commands.chosen.connect(self.chosen)
        self.commands.problem.connect(self.problem)
        self.outage_bar.try_now_pressed.connect(self._try_now)
        self.interrupted_bar.resume_chosen.connect(self._resume)
        self.interrupted_bar.discard_chosen.connect(self._discard)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self._tick.timeout.connect(self._pass_time)

    def _reported(self, reports: Sequence[object]) -> None:
        for report in self.model.take(reports):
            if isinstance(report, OutageChanged):
                self.outage_bar.show_outage(report.outage)
            elif isinstance(report, InterruptedFound):
                self.interrupted_bar.show_found(report.batches)
            elif isinstance(report, NoticeRaised):
                self.notice.emit(report.notice)
        self._show()

    def _show(self) -> None:
        self.throughput.note()
        going = self.model.totals.active > 0
        if going != self._tick.isActive():
            self._tick.start() if going else self._tick.stop()
            if not going:
                self.rested.emit()
        self._say()
        self.commands.refresh_soon()
        self.scan.follow()
        self._show_last()
        empty = self.model.rowCount() == 0
        self.head.set_empty(empty)
        self._fit()
        self.setVisible(not empty)

    def _show_last(self) -> None:
        """At the end of a run, show the proof of the last one, unless others are looked at."""
        totals = self.model.totals
        if totals.active or totals.run == self._seen:
            return
        self._seen = totals.run
        if totals.latest and not self.table.selectionModel().hasSelection():
            self.scan.point_at(totals.latest)

    def _say(self) -> None:
        going = self.model.totals.active > 0
        self.head.show_progress(
            self.throughput.sign, self.throughput.words(), self.throughput.permille, going=going
        )

    def _pass_time(self) -> None:
        self.model.tick()
        self.throughput.note()
        self._say()

    def _fold(self, folded: bool) -> None:
        self._fit()
        self.folded.emit(folded)

    def _fit(self) -> None:
        """Show the table where there is one to see; without it, be no higher than the rest."""
        shown = self.model.rowCount() > 0 and not self.head.fold.isChecked()
        if shown != self.table.isHidden():
            return
        self.table.setVisible(shown)
        self._resize_handle.setVisible(shown)
        self.updateGeometry()

    def _begin_to_pull(self) -> None:
        self._before = self.height()

    def _pull(self, pixels: int) -> None:
        most = round(self.window().height() * _MOST)
        self._height = max(self.minimumSizeHint().height(), min(most, self._before + pixels))
        self.updateGeometry()

    def _open_menu(self, at: QPoint) -> None:
        self.commands.refresh()
        menu = self.commands.actions.context_menu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _try_now(self) -> None:
        self._runner.start(TryNow()).failed.connect(self.problem)

    def _resume(self, ids: tuple[int, ...]) -> None:
        self._obey(ResumeInterrupted(ids))

    def _discard(self, ids: tuple[int, ...]) -> None:
        self._obey(DiscardInterrupted(ids))

    def _obey(self, job: ResumeInterrupted | DiscardInterrupted) -> None:
        handle = self._runner.start(job)
        handle.failed.connect(self.problem)
        handle.finished.connect(self._obeyed)

    def _obeyed(self) -> None:
        self.interrupted_bar.set_busy(False)

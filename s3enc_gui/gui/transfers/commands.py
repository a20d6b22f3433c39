"""From what the user chooses to the jobs that do it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.transfers.actions import TransferActions
from s3enc_gui.gui.transfers.available_actions import applies, possible, taken
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.table import TransfersTable
from s3enc_gui.gui.widgets.question import Question
from s3enc_gui.jobs.uploads.queue.events import Action
from s3enc_gui.jobs.uploads.transfer_commands import ControlTransfers, ResolveConflicts

_LAG_MS = 200  # a selection may be of 100,000 rows: it is looked through some times a second


class TransferCommands(QObject):
    """Actions over the table; `chosen` carries the Outcome to show, `problem` an AppError."""

    chosen = Signal(object)
    problem = Signal(object)

    def __init__(self, runner: Runner, model: TransfersModel, table: TransfersTable) -> None:
        super().__init__(table)
        self._runner, self._model, self._table = runner, model, table
        self.actions = TransferActions(table)
        self._sure = Question(table)
        self._sure.confirmed.connect(self._cancel_all)
        self._later = QTimer(self, singleShot=True, interval=_LAG_MS)
        self._later.timeout.connect(self.refresh)
        for action, made in self.actions.selected.items():
            made.triggered.connect(partial(self._control_selected, action))
        for action, made in self.actions.every.items():
            made.triggered.connect(partial(self._control_all, action))
        for policy, made in self.actions.anyway.items():
            made.triggered.connect(partial(self._send_anyway, policy))
        self.actions.proof.triggered.connect(self._show_proof)
        self.actions.toggle.triggered.connect(self._toggle)
        table.doubleClicked.connect(self._show_proof)
        table.selectionModel().selectionChanged.connect(self._selected)

    def refresh_soon(self) -> None:
        """Enable what means something, in a moment."""
        self.actions.enable_every(self._model.totals)
        if not self._later.isActive():
            self._later.start()

    def refresh(self) -> None:
        """Enable what means something now."""
        selected = self._table.selected()
        proof = len(selected) == 1 and selected[0].outcome is not None
        self.actions.enable_selected(
            possible(selected, self._model.rows()), proof=proof, taken=any(map(taken, selected))
        )
        self.actions.enable_every(self._model.totals)

    def _selected(self) -> None:
        self.refresh()
        self._show_proof()

    def _show_proof(self) -> None:
        selected = self._table.selected()
        if len(selected) == 1 and selected[0].outcome:
            self.chosen.emit(selected[0].outcome)

    def _toggle(self) -> None:
        can_pause = any(map(applies(Action.PAUSE), self._table.selected()))
        self._control_selected(Action.PAUSE if can_pause else Action.RESUME)

    def _control_selected(self, action: Action) -> None:
        meant = applies(action)
        ids = tuple(row.id for row in self._table.selected() if meant(row))
        if ids:
            self._start(ControlTransfers(action, ids))

    def _send_anyway(self, policy: IfExists) -> None:
        ids = tuple(row.id for row in self._table.selected() if taken(row))
        if ids:
            self._start(ResolveConflicts(ids, policy))

    def _control_all(self, action: Action) -> None:
        if action is Action.CANCEL:
            self._ask()
        elif action is Action.RETRY:
            self._start(ControlTransfers(action, self._model.ids_with(Result.FAILED)))
        else:
            self._start(ControlTransfers(action))

    def _ask(self) -> None:
        count = self._model.totals.active
        self._sure.ask(
            self.tr("Cancel all transfers"),
            self.tr("Cancel 1 transfer?" if count == 1 else "Cancel all {:,} transfers?").format(
                count
            ),
            self.tr("What has not arrived completely is not stored, and leaves nothing at S3."),
            yes=self.tr("Cancel all"),
            no=self.tr("Keep uploading"),
        )

    def _cancel_all(self) -> None:
        self._start(ControlTransfers(Action.CANCEL))

    def _start(self, job: ControlTransfers | ResolveConflicts) -> None:
        self._runner.start(job).failed.connect(self.problem)

"""Runs the jobs behind the actions of the transfers panel."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.transfers.actions import TransferActions
from s3enc_gui.gui.transfers.available_actions import applies, available_actions, has_conflict
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.table import TransfersTable
from s3enc_gui.gui.widgets.files.file_actions import FileActions
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.jobs.uploads.queue.events import Action
from s3enc_gui.jobs.uploads.transfer_commands import ControlTransfers, ResolveConflicts

_DELAY_MS = 200  # between checks of what is enabled: 100,000 rows may be selected


class TransferCommands(QObject):
    """Connects the actions to the table and the queue.

    `chosen` carries the Outcome to show, `problem` an AppError.
    """

    chosen = Signal(object)
    problem = Signal(object)

    def __init__(self, runner: Runner, model: TransfersModel, table: TransfersTable) -> None:
        super().__init__(table)
        self._runner, self._model, self._table = runner, model, table
        self.actions = TransferActions(table)
        self.files = FileActions(runner, table, self._selected_file)
        self.files.problem.connect(self.problem)
        self._question = Question(table)
        self._question.confirmed.connect(self._cancel_all)
        self._delay = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._delay.timeout.connect(self.refresh)
        for action, made in self.actions.selected.items():
            made.triggered.connect(partial(self._control_selected, action))
        for action, made in self.actions.head.items():
            made.triggered.connect(partial(self._control_under_way, action))
        for action, made in self.actions.all.items():
            made.triggered.connect(partial(self._control_all, action))
        for policy, made in self.actions.conflicts.items():
            made.triggered.connect(partial(self._resolve_conflicts, policy))
        self.actions.details.triggered.connect(self._show_details)
        self.actions.toggle.triggered.connect(self._toggle)
        table.doubleClicked.connect(self._show_details)
        table.selectionModel().selectionChanged.connect(self._selected)

    def refresh_soon(self) -> None:
        """Enable the available actions; those on the selection after a short delay."""
        self.actions.enable_all(self._model.totals)
        if not self._delay.isActive():
            self._delay.start()

    def refresh(self) -> None:
        """Enable the available actions now."""
        selected = self._table.selected()
        available = available_actions(selected, self._model.rows())
        self.actions.enable_selected(
            available,
            details=len(selected) == 1 and selected[0].outcome is not None,
            conflicts=any(map(has_conflict, selected)),
        )
        self.actions.enable_all(self._model.totals)
        self.actions.enable_head(available if _are_under_way(selected) else None)

    def _selected(self) -> None:
        self.refresh()
        self._show_details()

    def _show_details(self) -> None:
        selected = self._table.selected()
        if len(selected) == 1 and selected[0].outcome:
            self.chosen.emit(selected[0].outcome)

    def _selected_file(self) -> str:
        selected = self._table.selected()
        return selected[0].item.path if len(selected) == 1 else ""

    def _toggle(self) -> None:
        can_pause = any(map(applies(Action.PAUSE), self._table.selected()))
        self._control_selected(Action.PAUSE if can_pause else Action.RESUME)

    def _control_under_way(self, action: Action) -> None:
        """Control the selected transfers, or all if none of the selected ones can be."""
        if _are_under_way(self._table.selected()):
            self._control_selected(action)
        else:
            self._control_all(action)

    def _control_selected(self, action: Action) -> None:
        ids = tuple(row.id for row in filter(applies(action), self._table.selected()))
        if ids:
            self._start(ControlTransfers(action, ids))

    def _resolve_conflicts(self, policy: IfExists) -> None:
        ids = tuple(row.id for row in filter(has_conflict, self._table.selected()))
        if ids:
            self._start(ResolveConflicts(ids, policy))

    def _control_all(self, action: Action) -> None:
        if action is Action.CANCEL:
            self._question.ask(self._asked)
        elif action is Action.RETRY:
            self._start(ControlTransfers(action, self._model.ids_with(Result.FAILED)))
        else:
            self._start(ControlTransfers(action))

    def _asked(self) -> Asked | None:
        count = self._model.totals.active
        if not count:
            return None
        text = ngettext("Cancel {count:,} transfer?", "Cancel all {count:,} transfers?", count)
        return Asked(
            _("Cancel all transfers"),
            text.format(count=count),
            _(
                "Files that aren't uploaded completely aren't stored in S3. Parts that were already"
                " sent are deleted."
            ),
            yes=_("Cancel all"),
            no=_("Keep uploading"),
        )

    def _cancel_all(self) -> None:
        self._start(ControlTransfers(Action.CANCEL))

    def _start(self, job: ControlTransfers | ResolveConflicts) -> None:
        self._runner.start(job).failed.connect(self.problem)


def _are_under_way(rows: Iterable[TransferRow]) -> bool:
    return any(not row.ended for row in rows)

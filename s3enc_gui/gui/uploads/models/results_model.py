"""Item model of the upload results: progress and outcome of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.results import (
    PHASE_SIGNS,
    PHASE_TEXTS,
    RESULT_SIGNS,
    Phase,
    short_result_text,
)
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_, translate
from s3enc_gui.jobs.uploads.queue.events import BytesSent, StateChanged, TransferEnded
from s3enc_gui.jobs.uploads.upload import FilesQueued
from s3enc_gui.wording.formats import format_size
from s3enc_gui.wording.labels import verdict_text


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    SIZE = 1
    PROGRESS = 2
    RESULT = 3


class _Row:
    """A file: bytes sent so far, and its outcome once it has ended."""

    __slots__ = ("ended", "is_paused", "item", "outcome", "sent", "started")

    def __init__(self, item: UploadItem) -> None:
        self.item = item
        self.sent = 0
        self.is_paused = False
        self.started: datetime | None = None
        self.ended: datetime | None = None
        self.outcome: Outcome | None = None


class ResultsModel(RowsModel):
    """Rows of an upload; applies the job's events in batches, one `dataChanged` per batch.

    Rows can be uploaded again (`Overwrite`, `Keep both`): `begin` sets which, and the indexes of
    the following events refer to these. `sent` and `total` are bytes of the current run.
    """

    TITLES = (N_("Name"), N_("Size"), N_("Progress"), N_("Result"))
    NUMBERS = frozenset({Column.SIZE})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._run: Sequence[int] = ()
        self._by_transfer: dict[int, int] = {}  # rows of this run
        self.results: Counter[Result] = Counter()
        self.sent = 0
        self.total = 0

    # --- content --------------------------------------------------------------------------------

    def set_items(self, items: Iterable[UploadItem]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = [_Row(item) for item in items]
        self.results.clear()
        self.endResetModel()
        self.begin(range(len(self._rows)))

    def begin(self, rows: Sequence[int]) -> None:
        """Start a run that uploads these rows in this order."""
        self._run, self._by_transfer = rows, {}
        self.sent = 0
        self.total = sum(self._rows[row].item.size for row in rows)
        for number in rows:
            row = self._rows[number]
            if row.outcome:
                self.results[row.outcome.result] -= 1
            row.sent, row.outcome, row.started, row.ended = 0, None, None, None
            row.is_paused = False
        self._emit_changed(rows)

    def apply(self, events: Iterable[object]) -> None:
        """Apply a batch of UploadFiles' events; those of other transfers are ignored."""
        changed: set[int] = set()
        for event in events:
            match event:
                case BytesSent(id, change) if id in self._by_transfer:
                    number = self._by_transfer[id]
                    self._rows[number].sent += change
                    self.sent += change
                    changed.add(number)
                case StateChanged(ids, state):
                    for number in (self._by_transfer[id] for id in ids if id in self._by_transfer):
                        self._set_state(self._rows[number], state)
                        changed.add(number)
                case TransferEnded(id, outcome) if id in self._by_transfer:
                    self._end(self._rows[self._by_transfer[id]], outcome)
                    changed.add(self._by_transfer[id])
                case FilesQueued(ids):
                    self._by_transfer = dict(zip(ids, self._run, strict=True))
        self._emit_changed(changed)

    def apply_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Apply the job's result to the rows that have no outcome yet."""
        changed: list[int] = []
        for number, outcome in zip(self._run, outcomes, strict=False):
            if self._rows[number].outcome is None:
                self._end(self._rows[number], outcome)
                changed.append(number)
        self._emit_changed(changed)

    def replace(self, number: int, outcome: Outcome) -> None:
        """Replace a row's outcome."""
        row = self._rows[number]
        if row.outcome:
            self.results[row.outcome.result] -= 1
        row.outcome = outcome
        self.results[outcome.result] += 1
        self._emit_changed((number,))

    def outcome(self, number: int) -> Outcome | None:
        """Return a row's outcome, None while it has not ended."""
        return self._rows[number].outcome

    def path(self, number: int) -> str:
        """Return the path of a row's file."""
        return self._rows[number].item.path

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes of all ended rows."""
        return tuple(row.outcome for row in self._rows if row.outcome)

    def times(self, number: int) -> tuple[datetime | None, datetime | None]:
        """Return when a row's upload started and ended."""
        return self._rows[number].started, self._rows[number].ended

    def rows_with(self, result: Result) -> tuple[int, ...]:
        """Return the rows with this result."""
        return tuple(
            number
            for number, row in enumerate(self._rows)
            if row.outcome and row.outcome.result is result
        )

    @property
    def done(self) -> int:
        """Number of rows that have ended."""
        return sum(self.results.values())

    @property
    def is_paused(self) -> bool:
        """Whether some files of this run are paused, and all others have ended."""
        left = [row for row in map(self._rows.__getitem__, self._run) if row.outcome is None]
        return bool(left) and all(row.is_paused for row in left)

    # --- QAbstractItemModel ---------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a role of a cell."""
        if role == roles.OBJECT and index.isValid():
            return self._rows[index.row()].outcome
        if role == roles.PERMILLE and index.isValid():
            return _permille(self._rows[index.row()])
        return super().data(index, role)

    def _text(self, row: _Row, column: int) -> str:
        match column:
            case Column.NAME:
                return (row.outcome.item if row.outcome else row.item).key
            case Column.SIZE:
                return format_size(row.item.size)
            case Column.PROGRESS:
                permille = _permille(row)
                return "" if permille is None else f"{permille // 10}%"
        return _state(row)

    def _tip(self, row: _Row, column: int) -> str:
        if column == Column.NAME:
            return row.item.path
        return verdict_text(row.outcome) if row.outcome else _state(row)

    def _sign(self, row: _Row, column: int) -> StateIcon | None:
        if column != Column.RESULT:
            return None
        return RESULT_SIGNS[row.outcome.result] if row.outcome else PHASE_SIGNS[_phase(row)]

    # --- private --------------------------------------------------------------------------------

    def _set_state(self, row: _Row, state: TransferState) -> None:
        row.is_paused = state is TransferState.PAUSED
        if state is TransferState.RUNNING:
            row.started = datetime.now(UTC)

    def _end(self, row: _Row, outcome: Outcome) -> None:
        row.outcome, row.ended = outcome, datetime.now(UTC)
        self.results[outcome.result] += 1
        # Files that failed or already exist count as done.
        self.sent += row.item.size - row.sent
        row.sent = row.item.size

    def _emit_changed(self, rows: Iterable[int]) -> None:
        changed = list(rows)
        if changed:
            self.dataChanged.emit(
                self.index(min(changed), Column.NAME), self.index(max(changed), Column.RESULT)
            )


def _permille(row: _Row) -> int | None:
    if row.outcome:
        stored = (Result.VERIFIED, Result.CANNOT_TELL, Result.DIFFERENT)
        return 1000 if row.outcome.result in stored else None
    return Progress(row.sent, row.item.size).permille if row.started else None


def _state(row: _Row) -> str:
    if row.outcome:
        return short_result_text(row.outcome.result)
    return translate(PHASE_TEXTS[_phase(row)])


def _phase(row: _Row) -> Phase:
    if row.is_paused:
        return Phase.PAUSED
    if row.started is None:
        return Phase.WAITING
    return Phase.UPLOADING if row.sent < row.item.size else Phase.CHECKING

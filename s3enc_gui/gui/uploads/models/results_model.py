"""The files of an upload under way, and how each ended."""

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
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.messages.results import RESULT_SIGNS
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.rows_model import RIGHT, RowsModel
from s3enc_gui.jobs.uploads.upload import FileEnded, FileSent, FileStarted
from s3enc_gui.wording.labels import RESULT_TEXTS, format_size, verdict_text


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    SIZE = 1
    PROGRESS = 2
    RESULT = 3


class _Row:
    """A file: bytes handed to the line so far, and its outcome once there is one."""

    __slots__ = ("ended", "item", "outcome", "sent", "started")

    def __init__(self, item: UploadItem) -> None:
        self.item = item
        self.sent = 0
        self.started: datetime | None = None
        self.ended: datetime | None = None
        self.outcome: Outcome | None = None


class ResultsModel(RowsModel):
    """Rows of an upload; takes the job's reports in batches, each told to the view as one range.

    Some rows may be uploaded again (`Replace`, `Keep both`): `begin` names which, and the reports
    that follow count in these. `sent` and `total` are the bytes of the run under way.
    """

    TITLES = ("Name", "Size", "Progress", "Result")
    NUMBERS = frozenset({Column.SIZE})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._run: Sequence[int] = ()
        self.results: Counter[Result] = Counter()
        self.sent = 0
        self.total = 0

    # --- what is in it --------------------------------------------------------------------------

    def set_items(self, items: Iterable[UploadItem]) -> None:
        """Begin anew with these files."""
        self.beginResetModel()
        self._rows = [_Row(item) for item in items]
        self.results.clear()
        self.endResetModel()
        self.begin(range(len(self._rows)))

    def begin(self, rows: Sequence[int]) -> None:
        """Note that these rows are uploaded now, in this order."""
        self._run = rows
        self.sent = 0
        self.total = sum(self._rows[row].item.size for row in rows)
        for number in rows:
            row = self._rows[number]
            if row.outcome:
                self.results[row.outcome.result] -= 1
            row.sent, row.outcome, row.started, row.ended = 0, None, None, None
        self._tell(rows)

    def take(self, reports: Iterable[object]) -> None:
        """Take a batch of FileStarted, FileSent and FileEnded."""
        touched: set[int] = set()
        for report in reports:
            if isinstance(report, FileSent | FileStarted | FileEnded):
                number = self._run[report.index]
                touched.add(number)
                self._take(self._rows[number], report)
        self._tell(touched)

    def take_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Take the job's result: what the reports told already stays as it is."""
        late = [
            FileEnded(index, outcome)
            for index, outcome in enumerate(outcomes)
            if self._rows[self._run[index]].outcome is None
        ]
        self.take(late)

    def replace(self, number: int, outcome: Outcome) -> None:
        """Give a row another outcome: it was skipped after all."""
        row = self._rows[number]
        if row.outcome:
            self.results[row.outcome.result] -= 1
        row.outcome = outcome
        self.results[outcome.result] += 1
        self._tell((number,))

    def outcome(self, number: int) -> Outcome | None:
        """Return how a row ended, None while it has not."""
        return self._rows[number].outcome

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return all outcomes there are."""
        return tuple(row.outcome for row in self._rows if row.outcome)

    def times(self, number: int) -> tuple[datetime | None, datetime | None]:
        """Return when a row's upload began and ended."""
        return self._rows[number].started, self._rows[number].ended

    def rows_with(self, result: Result) -> tuple[int, ...]:
        """Return the rows that ended so."""
        return tuple(
            number
            for number, row in enumerate(self._rows)
            if row.outcome and row.outcome.result is result
        )

    @property
    def done(self) -> int:
        """How many rows have ended."""
        return sum(self.results.values())

    # --- Qt's questions -------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """As Qt asks."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(row, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.RESULT and row.outcome:
                sign = RESULT_SIGNS[row.outcome.result]
                return icon(sign.icon, sign.tone)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(_tool_tip(row, column))
            case Qt.ItemDataRole.TextAlignmentRole if column in self.NUMBERS:
                return RIGHT
            case roles.OBJECT:
                return row.outcome
            case roles.PERMILLE:
                return _permille(row)
        return None

    # --- inside ---------------------------------------------------------------------------------

    def _take(self, row: _Row, report: FileSent | FileStarted | FileEnded) -> None:
        if isinstance(report, FileSent):
            row.sent += report.change
            self.sent += report.change
        elif isinstance(report, FileStarted):
            row.started = datetime.now(UTC)
        else:
            row.outcome = report.outcome
            row.ended = datetime.now(UTC)
            self.results[report.outcome.result] += 1
            # What was not sent (it failed, it was there already) is no longer to do.
            self.sent += row.item.size - row.sent
            row.sent = row.item.size

    def _tell(self, rows: Iterable[int]) -> None:
        touched = list(rows)
        if touched:
            self.dataChanged.emit(
                self.index(min(touched), Column.NAME), self.index(max(touched), Column.RESULT)
            )


def _permille(row: _Row) -> int | None:
    if row.outcome:
        stored = (Result.VERIFIED, Result.CANNOT_TELL, Result.DIFFERENT)
        return 1000 if row.outcome.result in stored else None
    return Progress(row.sent, row.item.size).permille if row.started else None


def _text(row: _Row, column: Column) -> str:
    match column:
        case Column.NAME:
            return (row.outcome.item if row.outcome else row.item).key
        case Column.SIZE:
            return format_size(row.item.size)
        case Column.PROGRESS:
            permille = _permille(row)
            return "" if permille is None else f"{permille // 10} %"
        case Column.RESULT:
            return _state(row)


def _state(row: _Row) -> str:
    if row.outcome:
        return RESULT_TEXTS[row.outcome.result]
    if row.started is None:
        return "Waiting"
    return "Uploading" if row.sent < row.item.size else "Checking"


def _tool_tip(row: _Row, column: Column) -> str:
    if column is Column.NAME:
        return row.item.path
    return verdict_text(row.outcome) if row.outcome else _state(row)

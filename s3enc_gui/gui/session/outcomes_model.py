"""The outcomes of this session as a table."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from s3enc_gui.domain import words
from s3enc_gui.domain.outcome import Outcome
from s3enc_gui.gui import messages
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.models.index import NO_INDEX, Index
from s3enc_gui.gui.models.rows_model import RowsModel

_Role = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    FILE = 0
    DESTINATION = 1
    ENCRYPTION = 2
    RESULT = 3


class OutcomesModel(RowsModel):
    """A row an outcome, the newest last; rows come in whole batches."""

    TITLES = ("File", "Destination", "Encryption", "Result")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Outcome] = []

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Append a batch."""
        if not outcomes:
            return
        first = len(self._rows)
        self.beginInsertRows(NO_INDEX, first, first + len(outcomes) - 1)
        self._rows += outcomes
        self.endInsertRows()

    def outcome(self, row: int) -> Outcome:
        """Return the outcome of a row."""
        return self._rows[row]

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return text, icon or tool tip of a cell."""
        if not index.isValid():
            return None
        outcome = self._rows[index.row()]
        if role == _Role.DecorationRole and index.column() == Column.RESULT:
            sign = messages.RESULT_SIGNS[outcome.result]
            return icon(sign.icon, sign.tone)
        if role == _Role.DisplayRole:
            return _text(outcome, Column(index.column()))
        if role == _Role.ToolTipRole:
            return _tip(outcome, Column(index.column()))
        return None


def _text(outcome: Outcome, column: Column) -> str:
    if column is Column.FILE:
        return outcome.item.key.rpartition("/")[2]
    if column is Column.DESTINATION:
        return _whole_destination(outcome).rpartition("/")[0] or words.NOTHING
    if column is Column.ENCRYPTION:
        return messages.encryption_text(outcome)
    return messages.result_word(outcome.result)


def _tip(outcome: Outcome, column: Column) -> str:
    if column is Column.FILE:
        return outcome.item.path
    if column is Column.RESULT:
        return str(outcome.error) if outcome.error else messages.result_word(outcome.result)
    if column is Column.DESTINATION:
        return _whole_destination(outcome)
    return _text(outcome, column)


def _whole_destination(outcome: Outcome) -> str:
    return outcome.details.location.uri if outcome.details else outcome.item.key

"""Editable table of key-value pairs: metadata and tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_


class PairsModel(RowsModel):
    """Keys and values; `changed` is emitted after every change."""

    TITLES = (N_("Key"), N_("Value"))
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[str]] = []

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs, without empty rows."""
        return tuple((name, value) for name, value in self._rows if name or value)

    def set_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = [list(pair) for pair in pairs]
        self.endResetModel()
        self.changed.emit()

    def is_filled(self, row: int) -> bool:
        """Return whether a row has a key or a value."""
        return any(self._rows[row])

    def add_row(self) -> int:
        """Append an empty row and return its number."""
        row = len(self._rows)
        self.beginInsertRows(NO_INDEX, row, row)
        self._rows.append(["", ""])
        self.endInsertRows()
        return row

    def remove(self, rows: Sequence[int]) -> None:
        """Remove rows."""
        for first, last in runs(rows):
            self.beginRemoveRows(NO_INDEX, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        self.changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt override: every cell is editable."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Qt override."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        if index.isValid() and role in shown:
            return self._rows[index.row()][index.column()]
        return None

    def setData(
        self,
        index: Index,
        value: Any,  # noqa: ANN401
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Qt override."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self._rows[index.row()][index.column()] = str(value)
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

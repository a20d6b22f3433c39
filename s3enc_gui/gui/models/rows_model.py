"""What all tables here have in common: a list of rows under fixed headings."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from s3enc_gui.gui.models.index import NO_INDEX, Index

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """A table over `_rows`; `TITLES` are its headings, `NUMBERS` the columns set to the right."""

    TITLES: ClassVar[tuple[str, ...]] = ()
    NUMBERS: ClassVar[frozenset[int]] = frozenset()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """As Qt asks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """As Qt asks."""
        return 0 if parent.isValid() else len(self.TITLES)

    def multiData(self, index: Index, roleDataSpan: Any) -> None:  # noqa: ANN401 - the span is typed as none
        """As Qt asks where it paints: for all roles of a cell at once.

        Each question by itself would wait for Python's lock, while jobs have it.
        """
        for number in range(roleDataSpan.size()):
            asked = roleDataSpan[number]
            told = self.data(index, asked.role())
            if told is None:
                asked.clearData()
            else:
                asked.setData(told)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's variant
        """As Qt asks."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(self.TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.NUMBERS:
            return RIGHT
        return None

"""Columns whose texts are never elided: numbers, dates and states; names take the rest."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

_MAX_SHARE = 0.6  # of the table's width: a state with its reason may be longer


def needed_width(table: QTableView, column: int) -> int:
    """Return the width of the widest visible text of a column, in pixels."""
    model, option = table.model(), QStyleOptionViewItem()
    table.initViewItemOption(option)
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    rows = range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1)
    indexes = (model.index(row, column) for row in rows)
    widths = (table.itemDelegateForIndex(at).sizeHint(option, at).width() for at in indexes)
    limit = round(table.viewport().width() * _MAX_SHARE)
    return min(max(widths, default=0), limit)


class WholeColumns(QObject):
    """Widens columns to the visible texts; never narrows them, so that they don't jump."""

    def __init__(self, table: QTableView, columns: Collection[int]) -> None:
        super().__init__(table)
        self._table, self._columns = table, columns
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._fit)
        model = table.model()
        for signal in (model.rowsInserted, model.dataChanged, model.modelReset):
            signal.connect(self._fit_soon)
        model.layoutChanged.connect(self._fit_soon)
        table.verticalScrollBar().valueChanged.connect(self._fit_soon)

    @Slot()
    def _fit_soon(self) -> None:
        self._timer.start()

    @Slot()
    def _fit(self) -> None:
        for column in self._columns:
            width = needed_width(self._table, column)
            if width > self._table.columnWidth(column) and not self._table.isColumnHidden(column):
                self._table.setColumnWidth(column, width)

"""Columns whose texts are never elided: headings, numbers, dates, states; names have the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTableView

from s3enc_gui.gui.widgets.scale import scaled

_MIN_NAME = 112  # pixels
_MAX_SHARE = 0.6  # of the table's width: a state with its reason may be longer


def needed_width(table: QTableView, column: int) -> int:
    """Return the width of the widest visible text of a column and its heading, in pixels."""
    model, option = table.model(), QStyleOptionViewItem()
    table.initViewItemOption(option)
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    rows = range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1)
    indexes = (model.index(row, column) for row in rows)
    widths = (table.itemDelegateForIndex(at).sizeHint(option, at).width() for at in indexes)
    limit = round(table.viewport().width() * _MAX_SHARE)
    return max(min(max(widths, default=0), limit), heading_width(table, column))


def heading_width(table: QTableView, column: int) -> int:
    """Return the width of a column's heading, in pixels."""
    header = table.horizontalHeader()
    header.ensurePolished()
    return header.sectionSizeFromContents(column).width()


def least_width(table: QTableView, stretched: int) -> int:
    """Return the width of a table whose `stretched` column keeps room for a short name."""
    others = (at for at in range(table.model().columnCount()) if at != stretched)
    return sum(table.columnWidth(at) for at in others) + scaled(_MIN_NAME)


class WholeColumns(QObject):
    """Widens columns to the visible texts; never narrows them, so that they don't jump.

    All columns that don't stretch are at least as wide as their headings. Those of names can widen,
    too, up to `most` pixels.
    """

    def __init__(
        self,
        table: QTableView,
        columns: Collection[int],
        most: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        super().__init__(table)
        self._table, self._columns, self._most = table, columns, most
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._fit)
        model = table.model()
        for signal in (model.rowsInserted, model.dataChanged, model.modelReset):
            signal.connect(self._fit_soon)
        model.layoutChanged.connect(self._fit_soon)
        table.verticalScrollBar().valueChanged.connect(self._fit_soon)
        self._fit_soon()

    @Slot()
    def _fit_soon(self) -> None:
        self._timer.start()

    @Slot()
    def _fit(self) -> None:
        table, header = self._table, self._table.horizontalHeader()
        for column in range(header.count()):
            is_fixed = header.sectionResizeMode(column) is not QHeaderView.ResizeMode.Stretch
            if table.isColumnHidden(column) or not is_fixed:
                continue
            width = heading_width(table, column)
            if column in self._columns:
                width = needed_width(table, column)
            elif column in self._most:
                width = max(width, min(needed_width(table, column), scaled(self._most[column])))
            if width > table.columnWidth(column):
                table.setColumnWidth(column, width)
                table.updateGeometry()

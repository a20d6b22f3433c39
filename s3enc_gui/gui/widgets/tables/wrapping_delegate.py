"""Delegate of tables of few rows, whose texts wrap instead of being elided."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.widgets.scale import scaled

_BESIDE, _ABOVE = 24, 12  # pixels around a text
_ROUNDING = 1  # pixel: the width of a text is rounded, where it wraps isn't
_AFTER_ICON = 8
_HIGHEST = 10_000


class WrappingDelegate(QStyledItemDelegate):
    """Gives each row the height of its wrapped texts; Qt leaves out the style sheet's padding."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the width in which the text has one line, and the height of its lines (Qt)."""
        hint, table = super().sizeHint(option, index), option.widget
        if not isinstance(table, QTableView):
            return hint
        has_icon = index.data(Qt.ItemDataRole.DecorationRole) is not None
        beside = _BESIDE + (option.decorationSize.width() + _AFTER_ICON if has_icon else 0)
        space = QRect(0, 0, table.columnWidth(index.column()) - beside, _HIGHEST)
        flags, text = Qt.TextFlag.TextWordWrap, index.data(Qt.ItemDataRole.DisplayRole) or ""
        lines = option.fontMetrics.boundingRect(space, flags, text)
        one_line = option.fontMetrics.horizontalAdvance(text) + _ROUNDING + beside
        return QSize(max(hint.width(), one_line), lines.height() + scaled(_ABOVE))


def wrap_rows(table: QTableView) -> None:
    """Wrap the texts of a table; all its rows are measured, also when a column is resized."""
    table.setWordWrap(True)
    table.setItemDelegate(WrappingDelegate(table))
    _RowHeights(table)


def whole_height(table: QTableView) -> int:
    """Return the height at which all rows of a table are visible, in pixels."""
    header, frame = table.horizontalHeader(), 2 * table.frameWidth()
    return header.sizeHint().height() + table.verticalHeader().length() + frame


class _RowHeights(QObject):
    """Keeps the rows as high as their texts.

    The mode ResizeToContents would make them at least as high as a label at the left, also where
    labels are hidden.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._fit)
        model = table.model()
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset):
            signal.connect(self._fit_soon)
        table.horizontalHeader().sectionResized.connect(self._fit_soon)

    @Slot()
    def _fit_soon(self) -> None:
        self._timer.start()

    @Slot()
    def _fit(self) -> None:
        table = self._table
        least = table.verticalHeader().defaultSectionSize()
        for row in range(table.model().rowCount()):
            table.setRowHeight(row, max(least, table.sizeHintForRow(row)))
        table.updateGeometry()

"""Delegate of tables of few rows, whose texts wrap instead of being elided."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.widgets.scale import scaled

_BESIDE, _ABOVE = 24, 12  # pixels around a text
_ICON = 24  # pixels of an icon and the space after it
_HIGHEST = 10_000


class WrappingDelegate(QStyledItemDelegate):
    """Gives each row the height of its wrapped texts; Qt leaves out the style sheet's padding."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the width of the text in one line, and the height of its lines (Qt)."""
        hint, table = super().sizeHint(option, index), option.widget
        if not isinstance(table, QTableView):
            return hint
        icon = _ICON if index.data(Qt.ItemDataRole.DecorationRole) else 0
        space = QRect(0, 0, table.columnWidth(index.column()) - _BESIDE - icon, _HIGHEST)
        flags, text = Qt.TextFlag.TextWordWrap, index.data(Qt.ItemDataRole.DisplayRole) or ""
        lines = option.fontMetrics.boundingRect(space, flags, text)
        return QSize(hint.width(), lines.height() + scaled(_ABOVE))


def wrap_rows(table: QTableView) -> None:
    """Wrap the texts of a table; all its rows are measured, also when a column is resized."""
    table.setWordWrap(True)
    table.setItemDelegate(WrappingDelegate(table))
    rows = table.verticalHeader()
    rows.setMinimumSectionSize(rows.defaultSectionSize())
    rows.setSectionResizeMode(rows.ResizeMode.ResizeToContents)
    table.horizontalHeader().sectionResized.connect(table.resizeRowsToContents)

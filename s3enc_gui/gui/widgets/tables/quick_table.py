"""Table view that stays fast with 100,000 rows, and a delegate for problem icons."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.widgets.scale import scaled

ROW_HEIGHT = 32
_ICON = 16


class QuickTable(QTableView):
    """Table view that holds the GIL while it paints.

    Otherwise each call to the model, which is written in Python, would acquire it from jobs. A
    right click below the rows clears the selection: the menu isn't about rows elsewhere.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint from Python, so that the GIL is held (Qt)."""
        super().paintEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clear the selection on a right click below the rows (Qt)."""
        super().mousePressEvent(event)
        is_beside = not self.indexAt(event.position().toPoint()).isValid()
        if event.button() is Qt.MouseButton.RightButton and is_beside:
            self.clearSelection()


def make_quick(table: QTableView, row_height: int = ROW_HEIGHT) -> None:
    """Configure a table whose model is set: common look, no measuring of all rows.

    `row_height` in pixels, for the usual font.
    """
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(scaled(row_height))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    # The default one checks every row to see whether a whole column is selected.
    header.setSelectionModel(QItemSelectionModel(table.model(), header))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ProblemDelegate(QStyledItemDelegate):
    """Paints a warning icon before the text of cells whose role holds a problem."""

    def __init__(self, role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._role = role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell (Qt)."""
        if index.data(self._role) is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        draw_cell(painter, option, icon("warning", "warning"), text)


def draw_cell(painter: QPainter, option: QStyleOptionViewItem, sign: QIcon, text: str) -> None:
    """Draw an icon and a text into a cell."""
    rect = option.rect.adjusted(8, 0, -8, 0)
    spot = QRect(rect.left(), rect.center().y() - _ICON // 2, _ICON, _ICON)
    sign.paint(painter, spot)
    rect.setLeft(spot.right() + 7)
    painter.save()
    painter.setPen(option.palette.text().color())
    shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()

"""The table of the upload results, with a progress bar per row painted by a delegate."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from s3enc_gui.gui import colors
from s3enc_gui.gui.messages.results import RESULT_SIGNS, longest_result_text
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.uploads.models.results_model import Column, ResultsModel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.elide_right import ElideRightDelegate
from s3enc_gui.gui.widgets.tables.progress_delegate import bar_pixmap
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.sample_widths import fit_columns
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns, least_width

_BAR = 6


class ResultsTable(QuickTable):
    """Selects single rows; the object of the selected row is shown beside the table."""

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        make_quick(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(Column.PROGRESS, _BarDelegate(self))
        self.setItemDelegateForColumn(Column.RESULT, ElideRightDelegate(self))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((Column.SIZE, 78), (Column.PROGRESS, 86), (Column.RESULT, 136)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, scaled(width))
        WholeColumns(self, (Column.SIZE, Column.PROGRESS, Column.RESULT))

    def widen_results(self) -> None:
        """Make room for the longest result."""
        fit_columns(self, {Column.RESULT: longest_result_text()}, icons=[Column.RESULT])

    def selected_row(self) -> int:
        """Return the selected row, -1 if none."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def minimumSizeHint(self) -> QSize:
        """Return the size of all columns and a few rows."""
        return QSize(max(420, least_width(self, Column.NAME)), 160)


class _BarDelegate(QStyledItemDelegate):
    """A thin bar; nothing before a file's upload starts.

    The bar's pixmap is cached per state: each QPainter call acquires the GIL, which the upload's
    threads need.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        _draw_background(self, painter, option, index)
        permille = index.data(roles.PERMILLE)
        if permille is None:
            return
        outcome = index.data(roles.OBJECT)
        tone = RESULT_SIGNS[outcome.result].tone if outcome else "accent"
        shown, area = colors.current(), option.rect
        scale = option.widget.devicePixelRatioF()
        color = getattr(shown, tone)
        bar = bar_pixmap(area.width() - 16, _BAR, permille, color, shown.track, scale)
        painter.drawPixmap(area.left() + 8, area.center().y() - _BAR // 2, bar)


def _draw_background(
    delegate: QStyledItemDelegate, painter: QPainter, option: QStyleOptionViewItem, index: Index
) -> None:
    """Draw the cell without its text."""
    delegate.initStyleOption(option, index)
    option.text = ""
    option.widget.style().drawControl(
        QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
    )

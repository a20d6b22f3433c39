"""The table of receipts."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.history.receipts_model import Column, ReceiptsModel
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.widgets.quick_table import QuickTable, make_quick

_LONGEST = datetime(2026, 12, 28, 22, 58)  # of the times, in most languages
_PADDING = 24  # left and right of a cell's text
_WIDTHS = {Column.FILE: 150, Column.SIZE: 78, Column.RESULT: 132}


class ReceiptsTable(QuickTable):
    """One row is selected at a time; `chosen` carries its Receipt, or None."""

    chosen = Signal(object)

    def __init__(self, model: ReceiptsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(self.tr("Receipts"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heading.setSectionResizeMode(Column.DESTINATION, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            heading.resizeSection(column, width)
        measure = self.fontMetrics().horizontalAdvance
        for column, text in (
            (Column.TIME, short_time(_LONGEST)),
            (Column.ENCRYPTION, "DSSE-KMS, 0a0b0c0d…"),
        ):
            heading.resizeSection(column, measure(text) + _PADDING)
        for column in (Column.TIME, Column.ENCRYPTION, Column.RESULT):
            self.setItemDelegateForColumn(column, _BeginningFirst(self))
        self.selectionModel().selectionChanged.connect(self._tell)

    @property
    def receipt(self) -> Receipt | None:
        """The selected one."""
        rows = self.selectionModel().selectedRows()
        return self._model.receipt(rows[0].row()) if rows else None

    def select(self, receipt: Receipt | None) -> None:
        """Select a receipt, or the newest where it is not among them."""
        row = max(0, self._model.row_of(receipt))
        if row < self._model.rowCount():
            self.setCurrentIndex(self._model.index(row, 0))

    def minimumSizeHint(self) -> QSize:
        """Return room for the columns and a few rows."""
        return QSize(480, 160)

    def _tell(self) -> None:
        self.chosen.emit(self.receipt)


class _BeginningFirst(QStyledItemDelegate):
    """Words where there is no room for all of them; of names the end counts, too."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight

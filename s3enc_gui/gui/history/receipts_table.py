"""The table of receipts."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.history.receipts_model import Column, ReceiptsModel
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.messages.results import longest_result_text
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.elide_right import ElideRightDelegate
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.sample_widths import fit_columns
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns, heading_width, least_width
from s3enc_gui.i18n import _

_LONGEST_TIME = datetime(2026, 12, 28, 22, 58)  # in most languages
_MIN_DESTINATION = 100  # pixels
_NEEDED_LEAST = (Column.DESTINATION, Column.ENCRYPTION)  # the first is hidden first
_WIDTHS = {Column.FILE: 150, Column.SIZE: 78}


class ReceiptsTable(QuickTable):
    """One row is selected at a time; `chosen` carries its Receipt, or None.

    If the table is narrow, the destination is hidden, then the encryption: the receipt shows them.
    """

    chosen = Signal(object)

    def __init__(self, model: ReceiptsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("Receipts"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.DESTINATION, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        samples = {
            Column.TIME: short_time(_LONGEST_TIME),
            Column.ENCRYPTION: "DSSE-KMS, 0a0b0c0d…",
            Column.RESULT: longest_result_text(),
        }
        fit_columns(self, samples, icons=[Column.RESULT])
        self._least = {column: header.sectionSize(column) for column in Column}
        needed = max(scaled(_MIN_DESTINATION), heading_width(self, Column.DESTINATION))
        self._least[Column.DESTINATION] = needed
        header.sectionResized.connect(self._widened)
        for column in (Column.TIME, Column.ENCRYPTION, Column.RESULT):
            self.setItemDelegateForColumn(column, ElideRightDelegate(self))
        WholeColumns(self, (Column.TIME, Column.SIZE, Column.RESULT))
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    @property
    def receipt(self) -> Receipt | None:
        """The selected receipt."""
        rows = self.selectionModel().selectedRows()
        return self._model.receipt(rows[0].row()) if rows else None

    def select(self, receipt: Receipt | None) -> None:
        """Select a receipt, or the newest one if it is not shown."""
        row = max(0, self._model.row_of(receipt))
        if row < self._model.rowCount():
            self.setCurrentIndex(self._model.index(row, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show columns (Qt)."""
        super().resizeEvent(event)
        self._hide_columns()

    def _hide_columns(self) -> None:
        """Hide what there is no space for; the file has the space of a hidden destination."""
        needed = sum(self._least.values())
        was_hidden = self.isColumnHidden(Column.DESTINATION)
        for column in _NEEDED_LEAST:
            is_hidden = needed > self.viewport().width()
            needed -= self._least[column] if is_hidden else 0
            if is_hidden != self.isColumnHidden(column):
                self.setColumnHidden(column, is_hidden)
        is_hidden = self.isColumnHidden(Column.DESTINATION)
        if is_hidden == was_hidden:
            return
        mode = QHeaderView.ResizeMode
        header = self.horizontalHeader()
        header.setSectionResizeMode(Column.FILE, mode.Stretch if is_hidden else mode.Interactive)
        if not is_hidden:
            header.resizeSection(Column.FILE, self._least[Column.FILE])

    def _widened(self, number: int, _before: int, width: int) -> None:
        column = Column(number)
        if column not in (Column.FILE, Column.DESTINATION) and width > self._least[column]:
            self._least[column] = width
            self._hide_columns()

    def minimumSizeHint(self) -> QSize:
        """Return a size for the columns and a few rows (Qt)."""
        hidden = (Column.DESTINATION, Column.ENCRYPTION)
        wide = sum(self.columnWidth(column) for column in hidden)
        return QSize(max(480, least_width(self, Column.FILE) - wide), 160)

    def _selection_changed(self) -> None:
        self.chosen.emit(self.receipt)

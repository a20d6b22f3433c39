"""The table of transfers: quick with 100,000 rows, for nothing is measured over all of them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.messages.results import RESULT_SIGNS
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.transfers.models.transfers_model import Column, TransfersModel
from s3enc_gui.gui.transfers.transfer_text import PHASE_SIGNS
from s3enc_gui.gui.widgets.progress_delegate import ProgressDelegate
from s3enc_gui.gui.widgets.quick_table import QuickTable, make_quick

_TIGHT = 640  # pixels; in less there is no room for destinations and speeds
_ROW_HEIGHT = 30
_BEFORE = 2  # rows that are seen above the one that is brought up
_WIDTHS = {  # of the columns, by the least width of the table, in pixels
    900: {Column.SIZE: 82, Column.PROGRESS: 224, Column.STATE: 206},
    _TIGHT: {Column.SIZE: 78, Column.PROGRESS: 196, Column.STATE: 150},
    0: {Column.SIZE: 76, Column.PROGRESS: 122, Column.STATE: 130},
}
_LEAST = 60  # pixels a column keeps
_FOLLOWED = 200  # selected rows that are left to Qt when the order changes
_SCATTERED = 1000  # runs of rows that are selected again

_Header = QHeaderView.ResizeMode


class TransfersTable(QuickTable):
    """Rows of the queue; any number of them may be selected."""

    def __init__(self, model: TransfersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Transfers"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegateForColumn(Column.PROGRESS, ProgressDelegate(_tone, self, hides=True))
        self.setItemDelegateForColumn(Column.STATE, _StateDelegate(self))
        make_quick(self, _ROW_HEIGHT)
        self._set_up_header(self.horizontalHeader())
        self._room = -1
        self._kept: list[TransferRow] = []
        model.arranging.connect(self._keep_selection)
        model.arranged.connect(self._restore_selection)

    def selected(self) -> list[TransferRow]:
        """Return the selected rows, from top to bottom."""
        parts = self.selectionModel().selection().toList()
        ranges = sorted({(part.top(), part.bottom()) for part in parts})
        rows = self._model.rows()
        return [row for top, bottom in ranges for row in rows[top : bottom + 1]]

    def minimumSizeHint(self) -> QSize:
        """Return room for a row or two."""
        return QSize(360, 100)

    def bring_up(self, at: int) -> None:
        """Scroll a row to the top, below those just before it."""
        self.verticalScrollBar().setValue((at - _BEFORE) * _ROW_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is."""
        super().resizeEvent(event)
        room = max(least for least in _WIDTHS if least <= self.width())
        if room != self._room:
            self._room = room
            self.setColumnHidden(Column.DESTINATION, room < _TIGHT)
            for column, width in _WIDTHS[room].items():
                self.setColumnWidth(column, width)

    def _keep_selection(self) -> None:
        """Qt follows each selected row by itself: 50,000 take it seconds."""
        parts = self.selectionModel().selection().toList()
        if sum(part.height() for part in parts) > _FOLLOWED:
            self._kept = self.selected()
            self.selectionModel().clearSelection()

    def _restore_selection(self) -> None:
        kept, self._kept = self._kept, []
        parts = list(runs(row.at for row in kept))
        if not parts or len(parts) > _SCATTERED:
            return
        selection = QItemSelection()
        for first, last in parts:
            selection.select(self._model.index(first, 0), self._model.index(last, Column.STATE))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    def _set_up_header(self, header: QHeaderView) -> None:
        header.setMinimumSectionSize(_LEAST)
        header.setSectionResizeMode(_Header.Stretch)
        for column in _WIDTHS[0]:
            header.setSectionResizeMode(column, _Header.Interactive)


class _StateDelegate(QStyledItemDelegate):
    """Icon and word; what does not fit is left out at the end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt asks."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


def _tone(index: Index) -> Tone:
    outcome = index.data(roles.OBJECT)
    if outcome is not None:
        return RESULT_SIGNS[outcome.result].tone
    model = index.model()
    if isinstance(model, TransfersModel):
        return PHASE_SIGNS[model.row(index.row()).phase].tone
    return "accent"

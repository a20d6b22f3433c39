"""The table of transfers: quick with 100,000 rows, for nothing is measured over all of them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from s3enc_gui.gui import colours, messages
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.batches import runs
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.transfer_row import TransferRow
from s3enc_gui.gui.models.transfers_model import Column, TransfersModel

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


class TransfersTable(QTableView):
    """Rows of the queue; any number of them may be selected."""

    def __init__(self, model: TransfersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Transfers"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegateForColumn(Column.PROGRESS, _ProgressDelegate(self))
        self.setItemDelegateForColumn(Column.STATE, _StateDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(_Header.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
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
        header.setHighlightSections(False)
        # Else it asks the model about every row whether the whole column is selected.
        header.setSelectionModel(QItemSelectionModel(self._model, header))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(_LEAST)
        header.setSectionResizeMode(_Header.Stretch)
        for column in _WIDTHS[0]:
            header.setSectionResizeMode(column, _Header.Interactive)


class _ProgressDelegate(QStyledItemDelegate):
    """A bar, then percent and, where there is room, speed in columns of their own."""

    BAR, PERCENT, SPEED, EDGE = 6, 50, 70, 11
    ROOM = 150  # pixels for all of them

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        permille = index.data(roles.PERMILLE)
        if permille is None:
            return
        cell = option.rect.adjusted(self.EDGE, 0, -self.EDGE, 0)
        roomy = cell.width() >= self.ROOM
        numbers = self.PERCENT + (self.SPEED if roomy else 0)
        painter.save()
        bar = QRectF(cell.adjusted(0, 0, -numbers, 0))
        bar = QRectF(bar.left(), bar.center().y() - self.BAR / 2, bar.width(), self.BAR)
        self._draw_bar(painter, bar, permille, _tone(index))
        painter.setPen(option.palette.text().color())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        room = QRect(cell.right() - numbers + 1, cell.top(), self.PERCENT, cell.height())
        painter.drawText(room, right, f"{permille // 10} %")
        if roomy:
            room = QRect(room.right() + 1, cell.top(), self.SPEED, cell.height())
            painter.setPen(QColor(colours.current().muted))
            painter.drawText(room, right, index.data(roles.DETAIL))
        painter.restore()

    def _draw_bar(self, painter: QPainter, area: QRectF, permille: int, tone: str) -> None:
        shown, radius = colours.current(), self.BAR / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.border))
        painter.drawRoundedRect(area, radius, radius)
        if permille:
            # Never narrower than it is high: that would be no round end.
            area.setWidth(max(self.BAR, area.width() * permille / 1000))
            painter.setBrush(QColor(getattr(shown, tone)))
            painter.drawRoundedRect(area, radius, radius)


class _StateDelegate(QStyledItemDelegate):
    """Icon and word; what does not fit is left out at the end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt asks."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


def _tone(index: Index) -> str:
    outcome = index.data(roles.OBJECT)
    if outcome is not None:
        return messages.RESULT_SIGNS[outcome.result].tone
    model = index.model()
    if isinstance(model, TransfersModel):
        return messages.PHASE_SIGNS[model.row(index.row()).phase].tone
    return "accent"

"""The table of downloads: as high as there are rows, up to a few."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import Column, DownloadsModel
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.messages import downloads as words
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.widgets.progress_delegate import ProgressDelegate
from s3enc_gui.gui.widgets.quick_table import QuickTable, make_quick

_MOST_ROWS = 4
_ROW_HEIGHT = 30
_TIGHT = 640  # pixels; in less there is no room for the folder
_WIDTHS = {  # of the columns, by the least width of the table, in pixels
    900: {Column.FOLDER: 170, Column.PROGRESS: 224, Column.STATE: 230},
    _TIGHT: {Column.FOLDER: 96, Column.PROGRESS: 188, Column.STATE: 216},
    0: {Column.FOLDER: 96, Column.PROGRESS: 122, Column.STATE: 206},
}
_Header = QHeaderView.ResizeMode


class DownloadsTable(QuickTable):
    """Rows of downloads; any number of them may be selected."""

    def __init__(self, model: DownloadsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.setAccessibleName(self.tr("Downloads"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegateForColumn(Column.PROGRESS, ProgressDelegate(_tone, self))
        self.setItemDelegateForColumn(Column.STATE, _StateDelegate(self))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(60)
        header.setSectionResizeMode(_Header.Interactive)
        header.setSectionResizeMode(Column.NAME, _Header.Stretch)
        self._room = -1
        model.rowsInserted.connect(self.updateGeometry)
        model.rowsRemoved.connect(self.updateGeometry)

    def selected(self) -> list[DownloadRow]:
        """Return the selected rows, from top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.row(number) for number in numbers]

    def sizeHint(self) -> QSize:
        """Return room for the rows there are, up to a few."""
        rows = min(_MOST_ROWS, max(1, self._model.rowCount()))
        frame = 2 * self.frameWidth()
        height = self.horizontalHeader().sizeHint().height() + rows * _ROW_HEIGHT + frame
        return QSize(480, height)

    def minimumSizeHint(self) -> QSize:
        """Return the same height: fewer rows scroll."""
        return QSize(360, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is."""
        super().resizeEvent(event)
        room = max(least for least in _WIDTHS if least <= self.width())
        if room != self._room:
            self._room = room
            self.setColumnHidden(Column.FOLDER, room < _TIGHT)
            for column, width in _WIDTHS[room].items():
                self.setColumnWidth(column, width)


class _StateDelegate(QStyledItemDelegate):
    """Icon and words; what does not fit is left out at the end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt asks."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


def _tone(index: Index) -> Tone:
    return words.download_sign(index.data(roles.OBJECT)).tone

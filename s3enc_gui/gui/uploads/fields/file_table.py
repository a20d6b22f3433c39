"""The table `Files to upload`, with a hint while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.gui.icons import pixmap
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.uploads.models.files_model import Column, FilesModel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.quick_table import ProblemDelegate, QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.i18n import _

_ICON = 40


class FileTable(QuickTable):
    """Selects whole rows; the Delete key emits `remove_pressed`."""

    remove_pressed = Signal()

    def __init__(self, model: FilesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        make_quick(self)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # keeps the file extension visible
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegateForColumn(Column.KEY, ProblemDelegate(roles.PROBLEM, self))
        header = self.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.SIZE, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.KEY, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(Column.NAME, scaled(260))
        self.setColumnWidth(Column.SIZE, scaled(90))
        WholeColumns(self, (Column.SIZE,))
        model.total_changed.connect(self._filled)
        self._filled()

    def selected_rows(self) -> list[int]:
        """Return the selected rows."""
        # By ranges: selectedRows() would create an object per row.
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        return [row for one in ranges for row in range(one.top(), one.bottom() + 1)]

    def minimumSizeHint(self) -> QSize:
        """Return the size of the header and one row: notices below it may need the space."""
        return QSize(320, 80)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit `remove_pressed` for the Delete and Backspace keys."""
        if event.matches(QKeySequence.StandardKey.Delete) or event.key() == Qt.Key.Key_Backspace:
            self.remove_pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or the hint."""
        super().paintEvent(event)
        if self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        area = self.viewport().rect()
        scale = self.devicePixelRatioF()
        top = area.center().y() - _ICON
        picture = pixmap("drop", "muted", _ICON, scale)
        painter.drawPixmap(area.center().x() - _ICON // 2, top, picture)
        painter.setPen(self.palette().placeholderText().color())
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        below = area.adjusted(0, top + _ICON + 10 - area.top(), 0, 0)
        painter.drawText(below, middle, _("Drop files and folders here, or add them."))
        painter.end()

    @Slot()
    def _filled(self) -> None:
        self.horizontalHeader().setVisible(self.model().rowCount() > 0)
        self.viewport().update()

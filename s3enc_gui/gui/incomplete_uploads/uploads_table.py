"""The table of unfinished uploads."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.gui.incomplete_uploads.uploads_model import Column, IncompleteUploadsModel
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.widgets.quick_table import QuickTable, make_quick

_PADDING = 24  # left and right of a cell's text
_LONGEST = {
    Column.BEGUN: f"{short_time(datetime(2026, 12, 28, 22, 58))} (59 min ago)",
    Column.BY: "uploader/anna.schmidt",
    Column.PROGRAM: "another program",
}


class IncompleteUploadsTable(QuickTable):
    """Whole rows are selected; the space bar checks or unchecks all that are."""

    def __init__(self, model: IncompleteUploadsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(self.tr("Unfinished uploads"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # of keys and names both ends count
        heading = self.horizontalHeader()
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heading.setSectionResizeMode(Column.KEY, QHeaderView.ResizeMode.Stretch)
        measure = self.fontMetrics().horizontalAdvance
        for column, text in _LONGEST.items():
            heading.resizeSection(column, measure(text) + _PADDING)

    def minimumSizeHint(self) -> QSize:
        """Return room for the columns and a few rows."""
        return QSize(480, 160)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Check or uncheck with the space bar, wherever in the row the cursor is."""
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            selected = self.selectionModel().selection()
            ranges = (selected.at(number) for number in range(selected.count()))
            rows = [row for one in ranges for row in range(one.top(), one.bottom() + 1)]
            self._model.toggle(rows, current.row())
        else:
            super().keyPressEvent(event)

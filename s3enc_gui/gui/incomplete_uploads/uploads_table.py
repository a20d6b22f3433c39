"""The table of incomplete uploads."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.gui.incomplete_uploads.uploads_model import Column, IncompleteUploadsModel
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.sample_widths import fit_columns
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.i18n import _

_LONGEST_TIME = datetime(2026, 12, 28, 22, 58)  # in most languages


class IncompleteUploadsTable(QuickTable):
    """Selects whole rows; the space bar checks or unchecks the selected ones."""

    def __init__(self, model: IncompleteUploadsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("Incomplete uploads"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # shows both ends of keys and names
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.KEY, QHeaderView.ResizeMode.Stretch)
        samples = {
            Column.STARTED: f"{short_time(_LONGEST_TIME)} (59 min ago)",
            Column.INITIATOR: "uploader/anna.schmidt",
            Column.PROGRAM: _("Other program"),
        }
        fit_columns(self, samples)
        WholeColumns(self, (Column.STARTED, Column.PROGRAM))

    def minimumSizeHint(self) -> QSize:
        """Return a size for the columns and a few rows (Qt)."""
        return QSize(480, 160)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Check or uncheck with the space bar in any column (Qt)."""
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            parts = self.selectionModel().selection().toList()
            rows = [row for part in parts for row in range(part.top(), part.bottom() + 1)]
            self._model.toggle(rows, current.row())
        else:
            super().keyPressEvent(event)

"""The table of the changes of encryption."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.reencryption.runs_model import Column, RunsModel
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.sample_widths import fit_columns
from s3enc_gui.gui.widgets.tables.shared_columns import SharedColumns
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.i18n import _
from s3enc_gui.wording.formats import format_count

_LONGEST_TIME = datetime(2026, 12, 28, 22, 58)  # in most languages


class RunsTable(QuickTable):
    """Selects one row."""

    def __init__(self, model: RunsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        make_quick(self)
        self.setAccessibleName(_("Changes of encryption"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.PLACE, QHeaderView.ResizeMode.Stretch)
        samples = {
            Column.TARGET: "SSE-KMS, d47c…7494619fe",
            Column.STARTED: short_time(_LONGEST_TIME),
            Column.STATE: "Waiting for sign-in",
            Column.CHANGED: format_count(9_999_999),
            Column.LEFT: format_count(9_999_999),
        }
        fit_columns(self, samples, icons={Column.STATE})
        WholeColumns(self, (Column.STARTED, Column.STATE, Column.CHANGED, Column.LEFT))
        SharedColumns(self, (Column.PLACE, Column.TARGET))

    def minimumSizeHint(self) -> QSize:
        """Return a size for the columns and a few rows (Qt)."""
        return QSize(480, 110)

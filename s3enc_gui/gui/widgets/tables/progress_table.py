"""Base of the tables of transfers and downloads: a progress bar and a state in each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.gui.widgets.tables.elide_right import ElideRightDelegate
from s3enc_gui.gui.widgets.tables.progress_delegate import ProgressDelegate
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick

NARROW = 640  # pixels; narrower tables hide the location
ROW_HEIGHT = 30  # pixels
_MIN_COLUMN_WIDTH = 60  # pixels


@dataclass(frozen=True, slots=True)
class ProgressColumns:
    """Columns by number, and the widths of those that don't stretch.

    `widths` maps the minimum width of the table to the widths of columns, both in pixels; 0 hides
    a column.
    """

    location: int
    progress: int
    state: int
    widths: Mapping[int, Mapping[int, int]]


class ProgressTable(QuickTable):
    """Any number of rows can be selected; column widths follow the width of the table.

    `tone` returns the color of a row's bar; with `hide_unknown`, rows of unknown progress have no
    bar.
    """

    def __init__(
        self,
        model: RowsModel,
        columns: ProgressColumns,
        tone: Callable[[Index], Tone],
        parent: QWidget | None = None,
        *,
        hide_unknown: bool = False,
    ) -> None:
        super().__init__(parent)
        self._columns, self._min_width = columns, -1
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        bars = ProgressDelegate(tone, self, hides=hide_unknown)
        self.setItemDelegateForColumn(columns.progress, bars)
        self.setItemDelegateForColumn(columns.state, ElideRightDelegate(self))
        make_quick(self, ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_MIN_COLUMN_WIDTH)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in columns.widths[0]:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the column widths (Qt)."""
        super().resizeEvent(event)
        widths = self._columns.widths
        min_width = max(least for least in widths if least <= self.width())
        if min_width != self._min_width:
            self._min_width = min_width
            self.setColumnHidden(self._columns.location, min_width < NARROW)
            for column, width in widths[min_width].items():
                self.setColumnHidden(column, not width)
                if width:
                    self.setColumnWidth(column, width)

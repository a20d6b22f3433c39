"""Base of the tables of transfers and downloads: a progress bar and a state in each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from s3enc_gui.dataclass import dataclass
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.elide_right import ElideRightDelegate
from s3enc_gui.gui.widgets.tables.progress_delegate import ProgressDelegate
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.whole_columns import heading_width, needed_width

NARROW = 640  # pixels; narrower tables hide the location
ROW_HEIGHT = 30  # pixels
_MIN_COLUMN_WIDTH = 60  # pixels
_MIN_NAME = 100  # pixels of names, for the usual font


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
        self._columns = columns
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self._fit)
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
        for signal in (model.rowsInserted, model.dataChanged, model.rowsRemoved):
            signal.connect(self._fit_soon)
        self.verticalScrollBar().valueChanged.connect(self._fit_soon)

    @Slot()
    def _fit_soon(self) -> None:
        self._fit_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the column widths (Qt)."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Show numbers and states whole; the location is hidden where names have no space left."""
        all_widths, columns = self._columns.widths, self._columns
        least = max(least for least in all_widths if scaled(least) <= max(self.width(), 0))
        widths = {column: scaled(width) for column, width in all_widths[least].items()}
        for column in widths:
            if widths[column] and column not in (columns.location, columns.progress):
                widths[column] = max(widths[column], needed_width(self, column))
        fixed = sum(width for column, width in widths.items() if column != columns.location)
        least_location = max(heading_width(self, columns.location), scaled(_MIN_NAME))
        space = self.viewport().width() - fixed - widths.get(columns.location, least_location)
        self.setColumnHidden(columns.location, least < NARROW or space < least_location)
        for column, width in widths.items():
            if column != columns.location:
                self.setColumnHidden(column, not width)
            if width and width != self.columnWidth(column):
                self.setColumnWidth(column, width)

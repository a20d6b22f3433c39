"""The left side of the window: where to drop files, and what was uploaded in this session."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from s3enc_gui.domain.outcome import Outcome, Result
from s3enc_gui.gui.session.outcomes_model import Column, OutcomesModel
from s3enc_gui.gui.widgets.drop_area import DropArea
from s3enc_gui.gui.widgets.look import label

_ROW_HEIGHT = 34
_WIDTHS = {Column.ENCRYPTION: 140, Column.RESULT: 120}
_DIFFERENCE_WIDTH = 220  # of the longest result
_MINIMUM_WIDTH = 500


class SessionPanel(QWidget):
    """The drop area, and below it the table `Uploads in this session` once there is one.

    `upload_pressed` tells of the button, `chosen` of the Outcome that was selected.
    """

    upload_pressed = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = OutcomesModel(self)
        self.drop_area = DropArea()
        self.drop_area.pressed.connect(self.upload_pressed)
        self._caption = label(self.tr("Uploads in this session"), "heading")
        self._table = self._make_table()
        self._caption.setBuddy(self._table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.drop_area, 1)
        column.addWidget(self._caption)
        column.addWidget(self._table, 1)
        self.setMinimumWidth(_MINIMUM_WIDTH)
        self._caption.setVisible(False)
        self._table.setVisible(False)

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Append outcomes and select the last one."""
        if not outcomes:
            return
        self._model.add(outcomes)
        if any(outcome.result is Result.DIFFERENT for outcome in outcomes):
            self._table.setColumnWidth(Column.RESULT, _DIFFERENCE_WIDTH)
        self.drop_area.set_compact(True)
        self._caption.setVisible(True)
        self._table.setVisible(True)
        last = self._model.index(self._model.rowCount() - 1, 0)
        self._table.setCurrentIndex(last)
        self._table.scrollTo(last)

    def clear_selection(self) -> None:
        """Select nothing: the details shown are of something else."""
        self._table.setCurrentIndex(self._model.index(-1, -1))
        self._table.clearSelection()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self._model)
        table.setAccessibleName(self.tr("Uploads in this session"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        heading = table.horizontalHeader()
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heading.setHighlightSections(False)
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            heading.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            heading.resizeSection(column, width)
        table.selectionModel().selectionChanged.connect(self._selected)
        return table

    def _selected(self, now: QItemSelection, before: QItemSelection) -> None:
        del before
        rows = {index.row() for index in now.indexes()}
        if rows:
            self.chosen.emit(self._model.outcome(rows.pop()))

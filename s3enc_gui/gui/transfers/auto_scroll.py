"""Automatic scrolling of the table to the transfers in progress."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.gui.transfers.table import TransfersTable

_Flag = QItemSelectionModel.SelectionFlag


class AutoScroll(QObject):
    """Keeps running transfers visible until the user scrolls or selects; each run starts over."""

    def __init__(self, table: TransfersTable, totals: TransferTotals) -> None:
        super().__init__(table)
        self._table, self._totals = table, totals
        self._run = 0
        self._following = self._selecting = False
        table.verticalScrollBar().actionTriggered.connect(self._stop)
        table.selectionModel().selectionChanged.connect(self._selected)

    def follow(self) -> None:
        """Scroll to the first running transfer, unless the user has scrolled or selected."""
        if self._run != self._totals.run:
            self._run, self._following = self._totals.run, True
        if self._following and self._totals.running:
            self._table.scroll_to_row(min(row.position for row in self._totals.running))

    def select(self, row: TransferRow | None) -> None:
        """Select only this row, or none, and keep scrolling."""
        selection = self._table.selectionModel()
        self._selecting = True
        if row is None:
            selection.clear()
        else:
            index = self._table.model().index(row.position, 0)
            selection.setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self._selecting = False

    def _stop(self) -> None:
        self._following = False

    def _selected(self, now: QItemSelection) -> None:
        if not self._selecting and not now.isEmpty():
            self._following = False

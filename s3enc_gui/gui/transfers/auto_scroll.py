"""Which rows of the table are looked at without the user's doing."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.gui.transfers.table import TransfersTable

_Flag = QItemSelectionModel.SelectionFlag


class AutoScroll(QObject):
    """Keeps what is under way in sight, until the user scrolls or selects; anew with every run."""

    def __init__(self, table: TransfersTable, totals: TransferTotals) -> None:
        super().__init__(table)
        self._table, self._totals = table, totals
        self._run = 0
        self._following = self._pointing = False
        table.verticalScrollBar().actionTriggered.connect(self._scrolled)
        table.selectionModel().selectionChanged.connect(self._selected)

    @property
    def following(self) -> bool:
        """Whether the table moves by itself."""
        return self._following

    def follow(self) -> None:
        """Bring the first transfer under way into sight, where the user wants that."""
        if self._run != self._totals.run:
            self._run, self._following = self._totals.run, True
        if self._following and self._totals.running:
            self._table.bring_up(min(row.at for row in self._totals.running))

    def point_at(self, row: TransferRow | None) -> None:
        """Select this row only; None: none."""
        selection = self._table.selectionModel()
        self._pointing = True
        if row is None:
            selection.clear()
        else:
            index = self._table.model().index(row.at, 0)
            selection.setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self._pointing = False

    def _scrolled(self) -> None:
        self._following = False

    def _selected(self, now: QItemSelection) -> None:
        if not self._pointing and not now.isEmpty():
            self._following = False

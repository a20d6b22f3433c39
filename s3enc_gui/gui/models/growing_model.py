"""A table that grows as one scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from s3enc_gui.gui.models.index import NO_INDEX, Index
from s3enc_gui.gui.models.rows_model import RowsModel


class GrowingModel(RowsModel):
    """Rows that come page by page; `wanted` tells that the view has come to the last row.

    Then a further page or `give_up` is to follow.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._more = self._asked = False

    def give_up(self) -> None:
        """Ask for no more: it failed. The next first page makes good for it."""
        self._expect(more=False)

    def canFetchMore(self, parent: Index) -> bool:
        """As Qt asks: not again while a page is on its way."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """As Qt asks; the rows come later."""
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit()

    def _begin(self, rows: Sequence[Any], *, more: bool) -> None:
        """Show the first page in place of all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self._expect(more=more)
        self.endResetModel()

    def _append(self, rows: Sequence[Any], *, more: bool) -> None:
        """Show the next page below."""
        self._expect(more=more)
        if rows:
            first = len(self._rows)
            self.beginInsertRows(NO_INDEX, first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def _expect(self, *, more: bool) -> None:
        self._more, self._asked = more, False

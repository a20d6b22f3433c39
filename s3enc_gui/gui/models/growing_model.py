"""Base class of table models that load further pages while the user scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.gui.models.rows_model import RowsModel


class GrowingModel(RowsModel):
    """Loads rows page by page; `page_requested` is emitted when the view reaches the last row.

    A further page or `give_up` must follow.
    """

    page_requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._more = self._requested = False

    def give_up(self) -> None:
        """Request no further pages: loading failed. Reset by the next first page."""
        self._expect(more=False)

    def canFetchMore(self, parent: Index) -> bool:
        """Qt override: False while a page is being loaded."""
        return not parent.isValid() and self._more and not self._requested

    def fetchMore(self, parent: Index) -> None:
        """Qt override: request the next page."""
        if self.canFetchMore(parent):
            self._requested = True
            self.page_requested.emit()

    def _begin(self, rows: Sequence[Any], *, more: bool) -> None:
        """Replace all rows with the first page."""
        self.beginResetModel()
        self._rows = list(rows)
        self._expect(more=more)
        self.endResetModel()

    def _append(self, rows: Sequence[Any], *, more: bool) -> None:
        """Append the next page."""
        self._expect(more=more)
        if rows:
            first = len(self._rows)
            self.beginInsertRows(NO_INDEX, first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def _expect(self, *, more: bool) -> None:
        self._more, self._requested = more, False

"""The table of transfers; stays responsive with 100,000 rows."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.messages.results import PHASE_SIGNS, RESULT_SIGNS
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.transfers.models.transfers_model import Column, TransfersModel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.progress_table import (
    NARROW,
    ROW_HEIGHT,
    ProgressColumns,
    ProgressTable,
)
from s3enc_gui.i18n import _

_ROWS_ABOVE = 2  # rows left visible above the one scrolled to
_COLUMNS = ProgressColumns(
    Column.DESTINATION,
    Column.PROGRESS,
    Column.STATE,
    {
        900: {Column.SIZE: 82, Column.PROGRESS: 224, Column.STATE: 206},
        NARROW: {Column.SIZE: 78, Column.PROGRESS: 182, Column.STATE: 176},
        0: {Column.SIZE: 0, Column.PROGRESS: 122, Column.STATE: 172},
    },
)
_MIN_ROWS = 2
_MAX_FOLLOWED = 200  # selected rows that Qt moves itself when the order changes
_MAX_RANGES = 1000  # ranges of rows that are selected again after that


class TransfersTable(ProgressTable):
    """Rows of the queue; any number of them can be selected."""

    def __init__(self, model: TransfersModel, parent: QWidget | None = None) -> None:
        super().__init__(model, _COLUMNS, _tone, parent, hide_unknown=True)
        self._model = model
        self.setAccessibleName(_("Transfers"))
        self._kept: list[TransferRow] = []
        model.reordering.connect(self._keep_selection)
        model.reordered.connect(self._restore_selection)

    def selected(self) -> list[TransferRow]:
        """Return the selected rows, from top to bottom."""
        parts = self.selectionModel().selection().toList()
        ranges = sorted({(part.top(), part.bottom()) for part in parts})
        rows = self._model.rows()
        return [row for top, bottom in ranges for row in rows[top : bottom + 1]]

    def rows_height(self) -> int:
        """Return the height that shows all rows, and at least two, in pixels."""
        rows = max(_MIN_ROWS, self._model.rowCount()) * scaled(ROW_HEIGHT)
        return self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth()

    def minimumSizeHint(self) -> QSize:
        """Return a size for one or two rows (Qt)."""
        return QSize(360, 100)

    def scroll_to_row(self, number: int) -> None:
        """Scroll a row to the top, below the rows just before it."""
        self.verticalScrollBar().setValue((number - _ROWS_ABOVE) * scaled(ROW_HEIGHT))

    def _keep_selection(self) -> None:
        """Clear a large selection before reordering: Qt takes seconds to move 50,000 rows."""
        parts = self.selectionModel().selection().toList()
        if sum(part.height() for part in parts) > _MAX_FOLLOWED:
            self._kept = self.selected()
            self.selectionModel().clearSelection()

    def _restore_selection(self) -> None:
        kept, self._kept = self._kept, []
        parts = list(runs(row.position for row in kept))
        if not parts or len(parts) > _MAX_RANGES:
            return
        selection = QItemSelection()
        for first, last in parts:
            selection.select(self._model.index(first, 0), self._model.index(last, Column.STATE))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)


def _tone(index: Index) -> Tone:
    outcome = index.data(roles.OBJECT)
    if outcome is not None:
        return RESULT_SIGNS[outcome.result].tone
    model = index.model()
    if isinstance(model, TransfersModel):
        return PHASE_SIGNS[model.row(index.row()).phase].tone
    return "accent"

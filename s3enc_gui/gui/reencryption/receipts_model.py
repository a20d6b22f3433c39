"""Table model of the objects of a change of encryption, loaded page by page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import QObject

from s3enc_gui.domain.reencryption.run import Receipt
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models.growing_model import GrowingModel
from s3enc_gui.i18n import N_
from s3enc_gui.jobs.reencryption.receipts import ReadReceipts, ReceiptsPage
from s3enc_gui.wording.reencryption.labels import state_text
from s3enc_gui.wording.reencryption.results import encryption_text, receipt_error

STATE_SIGNS: Mapping[State, StateIcon] = {
    State.PLANNED: StateIcon("waiting", "muted"),
    State.STARTED: StateIcon("waiting", "muted"),
    State.VERIFIED: StateIcon("verified", "ok"),
    State.CANNOT_TELL: StateIcon("question", "warning"),
    State.DIFFERENT: StateIcon("error", "error"),
    State.FAILED: StateIcon("error", "error"),
    State.CHANGED: StateIcon("warning", "warning"),
    State.GONE: StateIcon("cancelled", "muted"),
    State.ALREADY: StateIcon("check", "ok"),
    State.CANNOT: StateIcon("warning", "warning"),
}


class Column(IntEnum):
    """The columns, from left to right."""

    OBJECT = 0
    BEFORE = 1
    AFTER = 2
    RESULT = 3


class ReceiptsModel(GrowingModel):
    """One row per object, those with problems first; `following` reads the next page."""

    TITLES = (N_("Object"), N_("Before"), N_("After"), N_("Result"))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Receipt] = []
        self.following: ReadReceipts | None = None

    def receipt(self, row: int) -> Receipt | None:
        """Return the receipt of a row; None: there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def show(self, page: ReceiptsPage) -> None:
        """Show the first page."""
        self.following = page.following
        self._begin(page.receipts, more=page.following is not None)

    def append(self, page: ReceiptsPage) -> None:
        """Append the next page."""
        self.following = page.following
        self._append(page.receipts, more=page.following is not None)

    def clear(self) -> None:
        """Show nothing."""
        self.show(ReceiptsPage((), None))

    def _text(self, row: Receipt, column: int) -> str:
        match column:
            case Column.OBJECT:
                return row.planned.key
            case Column.BEFORE:
                return encryption_text(row.planned.before)
            case Column.AFTER:
                return encryption_text(row.changed.after) if row.changed.after else ""
        return state_text(row.changed.state)

    def _tip(self, row: Receipt, column: int) -> str:
        if column == Column.RESULT:
            return str(receipt_error(row))
        if column == Column.OBJECT and row.planned.version_id and not row.planned.is_latest:
            return f"{row.planned.key}\n{row.planned.version_id}"
        return self._text(row, column)

    def _sign(self, row: Receipt, column: int) -> StateIcon | None:
        return STATE_SIGNS[row.changed.state] if column == Column.RESULT else None

"""Table model of receipts, loaded page by page."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.messages.locale import exact_time, short_time
from s3enc_gui.gui.messages.results import RESULT_SIGNS, short_result_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models.growing_model import GrowingModel
from s3enc_gui.i18n import N_
from s3enc_gui.jobs.history.receipts import FoundReceipts, stored_as
from s3enc_gui.wording.formats import format_size
from s3enc_gui.wording.history.receipt_rows import receipt_result, receipt_time, result_label


class Column(IntEnum):
    """The columns, from left to right."""

    TIME = 0
    FILE = 1
    DESTINATION = 2
    SIZE = 3
    ENCRYPTION = 4
    RESULT = 5


class ReceiptsModel(GrowingModel):
    """One row per receipt, the newest first."""

    TITLES = (
        N_("Time"),
        N_("File"),
        N_("Destination"),
        N_("Size"),
        N_("Encryption"),
        N_("Result"),
    )
    NUMBERS = frozenset({Column.SIZE})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Receipt] = []
        self._offset = 0

    @property
    def offset(self) -> int:
        """Where the next page begins among all matches."""
        return self._offset

    @property
    def last(self) -> Receipt | None:
        """The oldest receipt shown."""
        return self._rows[-1] if self._rows else None

    def show(self, page: FoundReceipts) -> None:
        """Show the first page."""
        self._offset = page.offset + len(page.receipts)
        self._begin(page.receipts, more=page.more)

    def refresh(self, page: FoundReceipts) -> None:
        """Show the first page of the same query again; keep all rows if nothing is new."""
        if self._rows[: len(page.receipts)] != list(page.receipts) or not page.receipts:
            self.show(page)
        else:
            self._expect(more=self._offset < page.total)

    def add(self, page: FoundReceipts) -> None:
        """Append an older page."""
        self._offset = page.offset + len(page.receipts)
        self._append(page.receipts, more=page.more)

    def receipt(self, row: int) -> Receipt:
        """Return the receipt of a row."""
        return self._rows[row]

    def row_of(self, receipt: Receipt | None) -> int:
        """Return the row of a receipt; -1: not shown."""
        if receipt is None:
            return -1
        known = (row for row, one in enumerate(self._rows) if one.identity == receipt.identity)
        return next(known, -1)

    def _text(self, row: Receipt, column: int) -> str:
        match column:
            case Column.TIME:
                return short_time(receipt_time(row))
            case Column.FILE:
                return row.file.replace("\\", "/").rpartition("/")[2]
            case Column.DESTINATION:
                return Location(row.bucket, row.key).uri
            case Column.SIZE:
                return format_size(row.size)
            case Column.ENCRYPTION:
                return stored_as(row)
        result = receipt_result(row)
        return short_result_text(result) if result else row.verdict

    def _tip(self, row: Receipt, column: int) -> str:
        match column:
            case Column.TIME:
                return exact_time(receipt_time(row))
            case Column.FILE:
                return row.file
            case Column.ENCRYPTION:
                return row.kms_key_arn or stored_as(row)
            case Column.RESULT:
                return row.error or result_label(row)
        return self._text(row, column)

    def _sign(self, row: Receipt, column: int) -> StateIcon | None:
        if column != Column.RESULT:
            return None
        result = receipt_result(row)
        return RESULT_SIGNS[result] if result else StateIcon("question", "warning")

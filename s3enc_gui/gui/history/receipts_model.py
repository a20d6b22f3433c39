"""Receipts as a table that grows as one scrolls."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.locale import exact_time, short_time
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.messages.results import RESULT_SIGNS, result_word
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.growing_model import GrowingModel
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.rows_model import RIGHT
from s3enc_gui.jobs.history.receipts import FoundReceipts, stored_as
from s3enc_gui.wording.formats import format_size

_Role = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    TIME = 0
    FILE = 1
    DESTINATION = 2
    SIZE = 3
    ENCRYPTION = 4
    RESULT = 5


class ReceiptsModel(GrowingModel):
    """A row a receipt, the newest first."""

    TITLES = ("Time", "File", "Destination", "Size", "Encryption", "Result")
    NUMBERS = frozenset({Column.SIZE})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Receipt] = []
        self._offset = 0  # where the next page begins

    @property
    def offset(self) -> int:
        """Where the next page begins among all that match."""
        return self._offset

    @property
    def last(self) -> Receipt | None:
        """The oldest one shown."""
        return self._rows[-1] if self._rows else None

    def show(self, page: FoundReceipts) -> None:
        """Show the first page of what was found."""
        self._offset = page.offset + len(page.receipts)
        self._begin(page.receipts, more=page.more)

    def refresh(self, page: FoundReceipts) -> None:
        """Show the first page of the same search anew; where nothing is new all rows stay."""
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
        """Return where a receipt is, -1 where it is not shown."""
        if receipt is None:
            return -1
        known = (row for row, one in enumerate(self._rows) if one.identity == receipt.identity)
        return next(known, -1)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return text, icon or tool tip of a cell; OBJECT is the receipt."""
        if not index.isValid():
            return None
        receipt, column = self._rows[index.row()], Column(index.column())
        if role == roles.OBJECT:
            return receipt
        if role == _Role.DisplayRole:
            return _text(receipt, column)
        if role == _Role.ToolTipRole:
            return plain_tip(_tip(receipt, column))
        if role == _Role.TextAlignmentRole and column in self.NUMBERS:
            return RIGHT
        if role == _Role.DecorationRole and column is Column.RESULT:
            sign = receipt_sign(receipt)
            return icon(sign.icon, sign.tone)
        return None


def receipt_result(receipt: Receipt | LaterCheck) -> Result | None:
    """Return the verdict; None where a newer program wrote one that is not known here."""
    try:
        return Result(receipt.verdict)
    except ValueError:
        return None


def receipt_sign(receipt: Receipt) -> StateIcon:
    """Return how a receipt's verdict looks."""
    result = receipt_result(receipt)
    return RESULT_SIGNS[result] if result else StateIcon("question", "warning")


def receipt_word(receipt: Receipt | LaterCheck) -> str:
    """Return the verdict of a receipt, or of a later check, in a word."""
    result = receipt_result(receipt)
    return result_word(result) if result else receipt.verdict


def receipt_time(receipt: Receipt) -> datetime | None:
    """Return when a transfer ended, or what is known next to it."""
    return receipt.ended or receipt.started or receipt.last_modified


def _text(receipt: Receipt, column: Column) -> str:
    if column is Column.TIME:
        return short_time(receipt_time(receipt))
    if column is Column.FILE:
        return receipt.file.replace("\\", "/").rpartition("/")[2]
    if column is Column.DESTINATION:
        return Location(receipt.bucket, receipt.key).uri
    if column is Column.SIZE:
        return format_size(receipt.size)
    return stored_as(receipt) if column is Column.ENCRYPTION else receipt_word(receipt)


def _tip(receipt: Receipt, column: Column) -> str:
    if column is Column.TIME:
        return exact_time(receipt_time(receipt))
    if column is Column.FILE:
        return receipt.file
    if column is Column.ENCRYPTION:
        return receipt.kms_key_arn or stored_as(receipt)
    if column is Column.RESULT:
        return receipt.error or receipt_word(receipt)
    return _text(receipt, column)

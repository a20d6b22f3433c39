"""Unfinished uploads as a table in which some are ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.gui.incomplete_uploads.origin import origin_text, origin_tip
from s3enc_gui.gui.messages.locale import exact_time, short_time
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.wording.labels import NOTHING, format_duration

_Role = Qt.ItemDataRole
_SHORT_ID = 8  # characters of an account's canonical ID, which has 64


class Column(IntEnum):
    """The columns, from left to right."""

    KEY = 0
    BEGUN = 1
    BY = 2
    PROGRAM = 3


_INEXACT = "The key is not valid UTF-8, so S3enc cannot abort this upload."

LEFT_AFTER = timedelta(days=1)
"""An upload that was begun so long ago is checked beforehand, where it is like ours."""


class IncompleteUploadsModel(RowsModel):
    """A row an upload, with a check box; `changed` follows every change of rows or check boxes.

    What looks like this program's own is checked beforehand, nothing else ever is.
    """

    TITLES = ("Key", "Begun", "By", "Program")
    changed = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] | None = None):
        super().__init__(parent)
        self._now = now or _utc_now
        self._rows: list[IncompleteUpload] = []
        self._checked: dict[IncompleteUpload, bool] = {}

    @property
    def checked(self) -> tuple[IncompleteUpload, ...]:
        """Those that are checked, in order."""
        return tuple(
            incomplete_upload
            for incomplete_upload in self._rows
            if self._checked[incomplete_upload]
        )

    def show(self, incomplete_uploads: Iterable[IncompleteUpload]) -> None:
        """Show what was found; what was shown before stays checked or unchecked as it was."""
        rows, old = list(dict.fromkeys(incomplete_uploads)), self._checked
        self.beginResetModel()
        self._rows = rows
        self._checked = {
            incomplete_upload: old.get(incomplete_upload, _is_left(incomplete_upload))
            for incomplete_upload in rows
        }
        self.endResetModel()
        self.changed.emit()

    def clear(self) -> None:
        """Show nothing, and forget what was checked."""
        self.show(())

    def remove(self, gone: Iterable[IncompleteUpload]) -> None:
        """Take uploads off the list."""
        without = frozenset(gone)
        self.show(
            [
                incomplete_upload
                for incomplete_upload in self._rows
                if incomplete_upload not in without
            ]
        )

    def toggle(self, rows: Iterable[int], current: int) -> None:
        """Check rows, or uncheck them where the current one is checked."""
        wanted = not self._checked[self._rows[current]]
        chosen = sorted(set(rows) | {current})
        for row in chosen:
            self._checked[self._rows[row]] = wanted and self._rows[row].has_exact_key
        self._tell(chosen[0], chosen[-1])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """As Qt asks: the key has the check box."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._has_box(index) else flags

    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:
        """As Qt asks: check or uncheck."""
        if role != _Role.CheckStateRole or not self._has_box(index):
            return False
        self._checked[self._rows[index.row()]] = Qt.CheckState(value) is Qt.CheckState.Checked
        self._tell(index.row(), index.row())
        return True

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return text, check state or tool tip of a cell; OBJECT is the Stray."""
        if not index.isValid():
            return None
        incomplete_upload, column = self._rows[index.row()], Column(index.column())
        if role == roles.OBJECT:
            return incomplete_upload
        if role == _Role.DisplayRole:
            return self._text(incomplete_upload, column)
        if role == _Role.ToolTipRole:
            return plain_tip(_tip(incomplete_upload, column))
        if role == _Role.CheckStateRole and column is Column.KEY:
            checked = self._checked[incomplete_upload]
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        return None

    def _tell(self, first: int, last: int) -> None:
        cells = self.index(first, Column.KEY), self.index(last, Column.KEY)
        self.dataChanged.emit(*cells, [_Role.CheckStateRole])
        self.changed.emit()

    def _has_box(self, index: Index) -> bool:
        """Whether the cell has a check box that can be used."""
        is_key = index.isValid() and index.column() == Column.KEY
        return is_key and self._rows[index.row()].has_exact_key

    def _text(self, incomplete_upload: IncompleteUpload, column: Column) -> str:
        if column is Column.KEY:
            return incomplete_upload.shown_key
        if column is Column.BEGUN:
            return self._begun(incomplete_upload.begun)
        if column is Column.BY:
            return short_initiator(incomplete_upload.initiator)
        return origin_text(incomplete_upload)

    def _begun(self, begun: datetime | None) -> str:
        if begun is None:
            return NOTHING
        age = format_duration((self._now() - begun).total_seconds())
        largest = " ".join(age.split()[:2])  # the seconds do not matter here
        return self.tr("{} ({} ago)").format(short_time(begun), largest)


def short_initiator(initiator: str | None) -> str:
    """Return who began an upload: user, role and session, or the beginning of an account's ID.

    S3 gives the ARN of a user or session, or an account's canonical ID (ListMultipartUploads).
    """
    if not initiator:
        return NOTHING
    kind, _, name = initiator.rpartition(":")[2].partition("/")
    if kind == "user":
        return name.rpartition("/")[2]  # without its path
    if kind == "assumed-role":
        return name
    whole = f"{kind}/{name}" if name else kind
    is_canonical = len(whole) == 64 and ":" not in initiator
    return f"{whole[:_SHORT_ID]}…" if is_canonical else whole


def _tip(incomplete_upload: IncompleteUpload, column: Column) -> str:
    if column is Column.KEY:
        words = f"{incomplete_upload.shown_key}\nUpload ID {incomplete_upload.upload_id}"
        return words if incomplete_upload.has_exact_key else f"{words}\n{_INEXACT}"
    if column is Column.BEGUN:
        return exact_time(incomplete_upload.begun)
    if column is Column.BY:
        return incomplete_upload.initiator or NOTHING
    return origin_tip(incomplete_upload)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _is_left(incomplete_upload: IncompleteUpload) -> bool:
    """Whether it was surely left: a younger one may be under way on another computer."""
    old = (
        incomplete_upload.begun is not None
        and datetime.now(UTC) - incomplete_upload.begun > LEFT_AFTER
    )
    return incomplete_upload.is_like_ours and old and incomplete_upload.has_exact_key

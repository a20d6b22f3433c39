"""Table model of incomplete uploads, with check boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.gui.incomplete_uploads.origin import origin_text, origin_tip
from s3enc_gui.gui.messages.locale import exact_time, short_time
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_, _
from s3enc_gui.wording.formats import NOTHING, format_duration

_Role = Qt.ItemDataRole
_SHORT_ID = 8  # characters shown of an account's canonical ID
_CANONICAL_ID = 64  # characters of such an ID
_ABANDONED_AFTER = timedelta(days=1)


class Column(IntEnum):
    """The columns, from left to right."""

    KEY = 0
    STARTED = 1
    INITIATOR = 2
    PROGRAM = 3


class IncompleteUploadsModel(RowsModel):
    """One row per upload, with a check box; `changed` follows each change of rows or check boxes.

    Only abandoned uploads that look like S3enc's own are checked initially.
    """

    TITLES = (N_("Object"), N_("Started"), N_("Started by"), N_("Program"))
    changed = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] | None = None):
        super().__init__(parent)
        self._now = now or _utc_now
        self._rows: list[IncompleteUpload] = []
        self._checked: dict[IncompleteUpload, bool] = {}

    @property
    def checked(self) -> tuple[IncompleteUpload, ...]:
        """The checked uploads, in order."""
        return tuple(upload for upload in self._rows if self._checked[upload])

    def show(self, incomplete_uploads: Iterable[IncompleteUpload]) -> None:
        """Show these uploads; those shown before keep their check state."""
        rows, before = list(dict.fromkeys(incomplete_uploads)), self._checked
        self.beginResetModel()
        self._rows = rows
        self._checked = {upload: before.get(upload, _is_abandoned(upload)) for upload in rows}
        self.endResetModel()
        self.changed.emit()

    def clear(self) -> None:
        """Remove all rows and their check states."""
        self.show(())

    def remove(self, removed: Iterable[IncompleteUpload]) -> None:
        """Remove uploads."""
        gone = frozenset(removed)
        self.show([upload for upload in self._rows if upload not in gone])

    def toggle(self, rows: Iterable[int], current: int) -> None:
        """Check rows, or uncheck them if the current one is checked."""
        check = not self._checked[self._rows[current]]
        chosen = sorted(set(rows) | {current})
        for row in chosen:
            self._checked[self._rows[row]] = check and self._rows[row].has_exact_key
        self._emit_changed(chosen[0], chosen[-1])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Add the check box of the key (Qt)."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._has_box(index) else flags

    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:
        """Check or uncheck a row (Qt)."""
        if role != _Role.CheckStateRole or not self._has_box(index):
            return False
        self._checked[self._rows[index.row()]] = Qt.CheckState(value) is Qt.CheckState.Checked
        self._emit_changed(index.row(), index.row())
        return True

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Add the check state of the key (Qt)."""
        if role == _Role.CheckStateRole and index.isValid() and index.column() == Column.KEY:
            checked = self._checked[self._rows[index.row()]]
            return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def _emit_changed(self, first: int, last: int) -> None:
        cells = self.index(first, Column.KEY), self.index(last, Column.KEY)
        self.dataChanged.emit(*cells, [_Role.CheckStateRole])
        self.changed.emit()

    def _has_box(self, index: Index) -> bool:
        """Return whether the cell has a check box that can be used."""
        is_key = index.isValid() and index.column() == Column.KEY
        return is_key and self._rows[index.row()].has_exact_key

    def _text(self, row: IncompleteUpload, column: int) -> str:
        match column:
            case Column.KEY:
                return row.shown_key
            case Column.STARTED:
                return self._started(row.begun)
            case Column.INITIATOR:
                return short_initiator(row.initiator)
        return origin_text(row)

    def _tip(self, row: IncompleteUpload, column: int) -> str:
        match column:
            case Column.KEY:
                return _key_tip(row)
            case Column.STARTED:
                return exact_time(row.begun)
            case Column.INITIATOR:
                return row.initiator or NOTHING
        return origin_tip(row)

    def _started(self, begun: datetime | None) -> str:
        if begun is None:
            return NOTHING
        age = format_duration((self._now() - begun).total_seconds())
        largest_unit = " ".join(age.split()[:2])
        return _("{time} ({age} ago)").format(time=short_time(begun), age=largest_unit)


def short_initiator(initiator: str | None) -> str:
    """Return who started an upload: user, role and session, or the start of a canonical ID.

    S3 reports the ARN of a user or session, or an account's canonical ID (ListMultipartUploads).
    """
    if not initiator:
        return NOTHING
    kind, _slash, name = initiator.rpartition(":")[2].partition("/")
    if kind == "user":
        return name.rpartition("/")[2]  # without its path
    if kind == "assumed-role":
        return name
    whole = f"{kind}/{name}" if name else kind
    is_canonical = len(whole) == _CANONICAL_ID and ":" not in initiator
    return f"{whole[:_SHORT_ID]}…" if is_canonical else whole


def _key_tip(upload: IncompleteUpload) -> str:
    lines = [upload.shown_key, _("Upload ID {upload_id}").format(upload_id=upload.upload_id)]
    if not upload.has_exact_key:
        lines.append(_("The key isn't valid UTF-8, so S3enc can't abort this upload."))
    return "\n".join(lines)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _is_abandoned(upload: IncompleteUpload) -> bool:
    """Return whether it looks like S3enc's own; a recent one may be running elsewhere."""
    old = upload.begun is not None and datetime.now(UTC) - upload.begun > _ABANDONED_AFTER
    return upload.is_like_ours and old and upload.has_exact_key

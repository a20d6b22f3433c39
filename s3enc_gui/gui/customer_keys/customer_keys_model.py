"""Table model of the customer-provided keys."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.gui.messages.locale import count_text, day_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_, _
from s3enc_gui.jobs.customer_keys.copies_of_keys import ListedKey


class Column(IntEnum):
    """The columns of the table."""

    NAME = 0
    MD5 = 1
    OBJECTS = 2
    COPIED = 3
    WHERE = 4


class CustomerKeysModel(RowsModel):
    """One row a key; a new name emits `rename_requested` with the MD5 and the name."""

    rename_requested = Signal(str, str)
    TITLES: ClassVar[tuple[str, ...]] = (
        N_("Name"),
        N_("MD5"),
        N_("Objects"),
        N_("Copy checked"),
        N_("Kept in"),
    )
    NUMBERS = frozenset({Column.OBJECTS})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listed: tuple[ListedKey, ...] = ()

    def show(self, listed: Sequence[ListedKey]) -> None:
        """Show the keys."""
        self.beginResetModel()
        self.listed, self._rows = tuple(listed), list(listed)
        self.endResetModel()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited (Qt)."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == Column.NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the name for the editor, too (Qt)."""
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return self._text(self._rows[index.row()], index.column())
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for another name; the row changes when it is saved (Qt)."""
        if role != Qt.ItemDataRole.EditRole or index.column() != Column.NAME:
            return False
        known, name = self.listed[index.row()].known, str(value).strip()
        if name and name != known.name:
            self.rename_requested.emit(known.md5, name)
        return True

    def _text(self, row: Any, column: int) -> str:  # noqa: ANN401 - as in RowsModel
        one: ListedKey = row
        known = one.known
        return {
            Column.NAME: known.name,
            Column.MD5: known.md5,
            Column.OBJECTS: count_text(one.objects),
            Column.COPIED: day_text(known.copied) if known.copied else _("never"),
            Column.WHERE: _where(one),
        }[Column(column)]

    def _sign(self, row: Any, column: int) -> StateIcon | None:  # noqa: ANN401 - as in RowsModel
        one: ListedKey = row
        if column == Column.NAME:
            return StateIcon("key", "muted")
        is_lost = column == Column.WHERE and not one.here
        has_no_copy = column == Column.COPIED and not one.known.has_copy
        return StateIcon("warning", "warning") if is_lost or has_no_copy else None


def _where(one: ListedKey) -> str:
    if one.known.in_keyring:
        return _("Keyring")
    return _("This session only") if one.here else _("Not on this computer")

"""The KMS keys of the dropdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from s3enc_gui.domain.keys.kms_key import KeyAlias, Usability
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import NO_INDEX, Index

AWS_S3_TEXT = "aws/s3"
CUSTOM_TEXT = "Custom KMS ARN"

USABILITY_TEXTS = {
    Usability.NOT_FOUND: "not found",
    Usability.DISABLED: "disabled",
    Usability.PENDING_DELETION: "pending deletion",
    Usability.NOT_READY: "not ready",
    Usability.WRONG_KIND: "cannot encrypt objects",
    Usability.OTHER_REGION: "in another Region",
    Usability.OTHER_SERVICE: "not for S3",
}
"""Why a key cannot be chosen, in a word or two; the others need none."""


class RowKind(Enum):
    """What a row is."""

    AWS_S3 = "the AWS managed key"
    ALIAS = "a key of one's own"
    NOTE = "an explanation"
    CUSTOM = "another key, named by hand"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A row: its text, and for keys of one's own the alias behind it."""

    kind: RowKind
    text: str
    alias: KeyAlias | None = None

    @property
    def key_id(self) -> str:
        """The key's id; empty for what is not a key of one's own."""
        return self.alias.key_id if self.alias else ""


AWS_S3_ROW = KeyRow(RowKind.AWS_S3, AWS_S3_TEXT)
CUSTOM_ROW = KeyRow(RowKind.CUSTOM, CUSTOM_TEXT)


class KeysModel(QAbstractListModel):
    """`aws/s3`, the aliases, `Custom KMS ARN`; 20,000 rows are usual.

    `filter` narrows them; the `pinned` row (the chosen one) always stays, so that a combo box
    does not lose its choice. A change is told in at most two removals and two insertions, and
    leaves the rows at both ends alone: what the arrow keys have got to in the open list stays.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aliases: list[KeyRow] = []
        self._hays: list[str] = []
        self._note: KeyRow | None = None
        self._text = ""
        self._rows: list[KeyRow] = [AWS_S3_ROW, CUSTOM_ROW]
        self._usability: dict[str, Usability] = {}
        self.pinned = AWS_S3_ROW

    # --- what is in it --------------------------------------------------------------------------

    def row(self, number: int) -> KeyRow:
        """Return what is in a row."""
        return self._rows[number]

    def row_of(self, row: KeyRow) -> int:
        """Return where a row is shown, -1 where it is not."""
        return _place(self._rows, row)

    def find(self, *, name: str = "", key_id: str = "") -> KeyRow | None:
        """Return the first alias of that full name or key id."""
        for row in self._aliases:
            alias = row.alias
            if alias and (alias.name == name or (key_id and alias.key_id == key_id)):
                return row
        return None

    def best_match(self) -> int:
        """Return the row that the filter means most likely: the same, beginning so, holding so."""
        text = self._text.casefold()
        hays = [f"{row.text.casefold()}\n{row.key_id}" for row in self._rows]
        for fits in (
            lambda hay: hay.partition("\n")[0] == text,
            lambda hay: hay.startswith(text),
            lambda hay: text in hay,
        ):
            found = next((number for number, hay in enumerate(hays) if fits(hay)), None)
            if found is not None:
                return found
        return 0

    def add(self, aliases: Iterable[KeyAlias]) -> None:
        """Append a page of aliases, in the order they come."""
        aliases = tuple(aliases)
        new = [KeyRow(RowKind.ALIAS, alias.short_name, alias) for alias in aliases]
        hays = [_hay(alias) for alias in aliases]
        self._aliases += new
        self._hays += hays
        fitting = self._fitting(new, hays)
        if fitting:
            at = len(self._rows) - len(self._tail())
            self.beginInsertRows(NO_INDEX, at, at + len(fitting) - 1)
            self._rows[at:at] = fitting
            self.endInsertRows()

    def set_all(self, aliases: Iterable[KeyAlias]) -> None:
        """Take the whole list in its final order."""
        aliases = tuple(aliases)
        known = {row.alias: row for row in self._aliases}  # the pinned one is known by identity
        self._aliases = [
            known.get(alias) or KeyRow(RowKind.ALIAS, alias.short_name, alias) for alias in aliases
        ]
        self._hays = [_hay(alias) for alias in aliases]
        self._show()

    def clear(self) -> None:
        """Forget all keys: they were another Region's."""
        self._aliases, self._hays, self._note = [], [], None
        self._usability.clear()
        self._show()

    def set_note(self, text: str) -> None:
        """Show a line that cannot be chosen, such as why there are no keys; empty: none."""
        self._note = KeyRow(RowKind.NOTE, text) if text else None
        self._show()

    def set_filter(self, text: str) -> None:
        """Show only what holds the text in its name or key id."""
        if text != self._text:
            self._text = text
            self._show()

    # --- what KMS says of keys ------------------------------------------------------------------

    def usability(self, key_id: str) -> Usability | None:
        """Return what is known of a key, None before anybody asked."""
        return self._usability.get(key_id)

    def set_usability(self, told: Mapping[str, Usability]) -> None:
        """Note what KMS said of keys, by id; every alias of a key shows it."""
        self._usability.update(told)
        for number, row in enumerate(self._rows):
            if row.key_id in told:
                index = self.index(number)
                self.dataChanged.emit(index, index)

    def undescribed(self, first: int, last: int) -> tuple[str, ...]:
        """Return the key ids in a range of rows that nobody asked about yet."""
        ids = (row.key_id for row in self._rows[max(first, 0) : last + 1])
        return tuple(dict.fromkeys(one for one in ids if one and one not in self._usability))

    # --- Qt's questions -------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """As Qt asks."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """As Qt asks."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return " – ".join(part for part in (row.key_id, self._word(row)) if part) or None
            case roles.OBJECT:
                return row
            case roles.DETAIL:
                return row.key_id
            case roles.PROBLEM:
                return self._word(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """As Qt asks: what is known to be unusable cannot be chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._rows[index.row()]
        no_children = Qt.ItemFlag.ItemNeverHasChildren
        if row.kind is RowKind.NOTE or self._word(row):
            return no_children
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | no_children

    # --- inside ---------------------------------------------------------------------------------

    def _word(self, row: KeyRow) -> str:
        return USABILITY_TEXTS.get(self._usability.get(row.key_id, Usability.UNKNOWN), "")

    def _fitting(self, rows: Sequence[KeyRow], hays: Sequence[str]) -> list[KeyRow]:
        if not self._text:
            return list(rows)
        text, chosen = self._text.casefold(), self.pinned
        pairs = zip(rows, hays, strict=True)
        return [row for row, hay in pairs if text in hay or row is chosen]

    def _tail(self) -> list[KeyRow]:
        return [*([self._note] if self._note else []), CUSTOM_ROW]

    def _show(self) -> None:
        text, chosen = self._text.casefold(), self.pinned
        head = [AWS_S3_ROW] if text in AWS_S3_TEXT or chosen is AWS_S3_ROW else []
        rows = [*head, *self._fitting(self._aliases, self._hays), *self._tail()]
        old, new = _place(self._rows, chosen), _place(rows, chosen)
        if old < 0 or new < 0:
            # What was chosen is gone; the last row is always there.
            old, new = len(self._rows) - 1, len(rows) - 1
        self._change_around(old, rows, new)

    def _change_around(self, old: int, rows: Sequence[KeyRow], new: int) -> None:
        """Replace all rows but one, which moves from `old` to `new` and stays the same."""
        self._replace(old + 1, len(self._rows), rows[new + 1 :])
        self._replace(0, old, rows[:new])

    def _replace(self, start: int, stop: int, rows: Sequence[KeyRow]) -> None:
        before = self._rows[start:stop]
        head = _alike(before, rows)
        tail = _alike(before[head:][::-1], rows[head:][::-1])
        self._remove(start + head, stop - tail)
        self._insert(start + head, rows[head : len(rows) - tail])

    def _remove(self, start: int, stop: int) -> None:
        if stop > start:
            self.beginRemoveRows(NO_INDEX, start, stop - 1)
            del self._rows[start:stop]
            self.endRemoveRows()

    def _insert(self, at: int, rows: Sequence[KeyRow]) -> None:
        if rows:
            self.beginInsertRows(NO_INDEX, at, at + len(rows) - 1)
            self._rows[at:at] = rows
            self.endInsertRows()


def _alike(some: Sequence[KeyRow], others: Sequence[KeyRow]) -> int:
    """Return how many rows both begin with."""
    pairs = enumerate(zip(some, others, strict=False))
    shorter = min(len(some), len(others))
    return next((number for number, (one, other) in pairs if one is not other), shorter)


def _place(rows: Sequence[KeyRow], row: KeyRow) -> int:
    return next((number for number, one in enumerate(rows) if one is row), -1)


def _hay(alias: KeyAlias) -> str:
    """Return what a search looks in."""
    return f"{alias.short_name.casefold()}\n{alias.key_id}"

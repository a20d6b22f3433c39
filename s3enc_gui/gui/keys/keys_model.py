"""List model of KMS keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.keys.kms_key import KeyAlias, Usability
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.i18n import N_, translate

AWS_S3_TEXT = "aws/s3"
CUSTOM_TEXT = N_("Custom KMS ARN")

USABILITY_TEXTS = {
    Usability.NOT_FOUND: N_("not found"),
    Usability.DISABLED: N_("disabled"),
    Usability.PENDING_DELETION: N_("pending deletion"),
    Usability.NOT_READY: N_("not ready"),
    Usability.WRONG_KIND: N_("can't encrypt objects"),
    Usability.OTHER_REGION: N_("in another Region"),
    Usability.OTHER_SERVICE: N_("not for S3"),
}
"""Why a key can't be chosen; other keys have no text."""


class RowKind(Enum):
    """Kind of a row."""

    AWS_S3 = "the AWS managed key"
    ALIAS = "a key with an alias"
    NOTE = "a note that can't be chosen"
    CUSTOM = "another key, entered by the user"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A row: kind, text and, for RowKind.ALIAS, the alias."""

    kind: RowKind
    text: str
    alias: KeyAlias | None = None

    @property
    def key_id(self) -> str:
        """The key ID; empty unless the row has an alias."""
        return self.alias.key_id if self.alias else ""


AWS_S3_ROW = KeyRow(RowKind.AWS_S3, AWS_S3_TEXT)
CUSTOM_ROW = KeyRow(RowKind.CUSTOM, CUSTOM_TEXT)


class KeysModel(QAbstractListModel):
    """`aws/s3`, the aliases and `Custom KMS ARN`; 20,000 rows are usual.

    The `pinned` row (the chosen one) is never filtered out, so that a combo box keeps its choice.
    A change is at most two removals and two insertions and keeps unchanged rows at both ends, so
    that the open list keeps its current row.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aliases: list[KeyRow] = []
        self._search_texts: list[str] = []
        self._note: KeyRow | None = None
        self._text = ""
        self._rows: list[KeyRow] = [AWS_S3_ROW, CUSTOM_ROW]
        self._usability: dict[str, Usability] = {}
        self.pinned = AWS_S3_ROW

    # --- rows -----------------------------------------------------------------------------------

    def row(self, number: int) -> KeyRow:
        """Return a row by its number."""
        return self._rows[number]

    def row_of(self, row: KeyRow) -> int:
        """Return the number of a row; -1 if it isn't shown."""
        return _number_of(self._rows, row)

    def find(self, *, name: str = "", key_id: str = "") -> KeyRow | None:
        """Return the first alias with a full name or key ID."""
        for row in self._aliases:
            alias = row.alias
            if alias and (alias.name == name or (key_id and alias.key_id == key_id)):
                return row
        return None

    def best_match(self) -> int:
        """Return the best match of the filter: equal, else starting with it, else containing it."""
        text = self._text.casefold()
        search_texts = [f"{row.text.casefold()}\n{row.key_id}" for row in self._rows]
        for matches in (
            lambda searched: searched.partition("\n")[0] == text,
            lambda searched: searched.startswith(text),
            lambda searched: text in searched,
        ):
            found = next((n for n, searched in enumerate(search_texts) if matches(searched)), None)
            if found is not None:
                return found
        return 0

    def add(self, aliases: Iterable[KeyAlias]) -> None:
        """Append a page of aliases."""
        aliases = tuple(aliases)
        new = [KeyRow(RowKind.ALIAS, alias.short_name, alias) for alias in aliases]
        search_texts = [_search_text(alias) for alias in aliases]
        self._aliases += new
        self._search_texts += search_texts
        matching = self._matching(new, search_texts)
        if matching:
            at = len(self._rows) - len(self._tail())
            self.beginInsertRows(NO_INDEX, at, at + len(matching) - 1)
            self._rows[at:at] = matching
            self.endInsertRows()

    def set_all(self, aliases: Iterable[KeyAlias]) -> None:
        """Replace all aliases with the complete, sorted list."""
        aliases = tuple(aliases)
        known = {row.alias: row for row in self._aliases}  # the pinned row is compared by identity
        self._aliases = [
            known.get(alias) or KeyRow(RowKind.ALIAS, alias.short_name, alias) for alias in aliases
        ]
        self._search_texts = [_search_text(alias) for alias in aliases]
        self._show()

    def clear(self) -> None:
        """Remove all keys."""
        self._aliases, self._search_texts, self._note = [], [], None
        self._usability.clear()
        self._show()

    def set_note(self, text: str) -> None:
        """Show a row that can't be chosen, such as why there are no keys; empty: none."""
        self._note = KeyRow(RowKind.NOTE, text) if text else None
        self._show()

    def set_filter(self, text: str) -> None:
        """Show only keys whose name or key ID contains the text."""
        if text != self._text:
            self._text = text
            self._show()

    # --- details from KMS -----------------------------------------------------------------------

    def usability(self, key_id: str) -> Usability | None:
        """Return the usability of a key; None if it isn't known."""
        return self._usability.get(key_id)

    def set_usability(self, usability: Mapping[str, Usability]) -> None:
        """Set the usability of keys by key ID; every alias of a key shows it."""
        self._usability.update(usability)
        for number, row in enumerate(self._rows):
            if row.key_id in usability:
                index = self.index(number)
                self.dataChanged.emit(index, index)

    def undescribed(self, first: int, last: int) -> tuple[str, ...]:
        """Return the key IDs in a range of rows whose usability isn't known."""
        ids = (row.key_id for row in self._rows[max(first, 0) : last + 1])
        return tuple(dict.fromkeys(one for one in ids if one and one not in self._usability))

    # --- Qt overrides ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of rows (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a row's data (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return translate(row.text) if row is CUSTOM_ROW else row.text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._description(row)) or None
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._description(row) or None
            case roles.OBJECT:
                return row
            case roles.DETAIL:
                return row.key_id
            case roles.PROBLEM:
                return self._problem(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return the flags: unusable keys can't be chosen (Qt)."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._rows[index.row()]
        no_children = Qt.ItemFlag.ItemNeverHasChildren
        if row.kind is RowKind.NOTE or self._problem(row):
            return no_children
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | no_children

    # --- inside ---------------------------------------------------------------------------------

    def _description(self, row: KeyRow) -> str:
        return " – ".join(part for part in (row.key_id, self._problem(row)) if part)

    def _problem(self, row: KeyRow) -> str:
        usability = self._usability.get(row.key_id, Usability.UNKNOWN)
        return translate(USABILITY_TEXTS.get(usability, ""))

    def _matching(self, rows: Sequence[KeyRow], search_texts: Sequence[str]) -> list[KeyRow]:
        if not self._text:
            return list(rows)
        text, chosen = self._text.casefold(), self.pinned
        pairs = zip(rows, search_texts, strict=True)
        return [row for row, found_in in pairs if text in found_in or row is chosen]

    def _tail(self) -> list[KeyRow]:
        return [*([self._note] if self._note else []), CUSTOM_ROW]

    def _show(self) -> None:
        text, chosen = self._text.casefold(), self.pinned
        head = [AWS_S3_ROW] if text in AWS_S3_TEXT or chosen is AWS_S3_ROW else []
        rows = [*head, *self._matching(self._aliases, self._search_texts), *self._tail()]
        old, new = _number_of(self._rows, chosen), _number_of(rows, chosen)
        if old < 0 or new < 0:
            # The pinned row is gone; the last row always exists.
            old, new = len(self._rows) - 1, len(rows) - 1
        self._change_around(old, rows, new)

    def _change_around(self, old: int, rows: Sequence[KeyRow], new: int) -> None:
        """Replace all rows but one, which moves from `old` to `new`."""
        self._replace(old + 1, len(self._rows), rows[new + 1 :])
        self._replace(0, old, rows[:new])

    def _replace(self, start: int, stop: int, rows: Sequence[KeyRow]) -> None:
        before = self._rows[start:stop]
        head = _common_prefix(before, rows)
        tail = _common_prefix(before[head:][::-1], rows[head:][::-1])
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


def _common_prefix(some: Sequence[KeyRow], others: Sequence[KeyRow]) -> int:
    """Return the number of rows with which both start."""
    pairs = enumerate(zip(some, others, strict=False))
    shorter = min(len(some), len(others))
    return next((number for number, (one, other) in pairs if one is not other), shorter)


def _number_of(rows: Sequence[KeyRow], row: KeyRow) -> int:
    return next((number for number, one in enumerate(rows) if one is row), -1)


def _search_text(alias: KeyAlias) -> str:
    """Return the text that is searched."""
    return f"{alias.short_name.casefold()}\n{alias.key_id}"

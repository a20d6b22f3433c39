"""Filtering and sorting of a folder's rows, in a job and in batches.

Sorting 100,000 rows in one call would hold the GIL and block the window. Names are compared as the
user's language does, numbers in them by value (QCollator, which is ICU); S3 lists names by their
UTF-8 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import IntEnum
from heapq import merge
from typing import Any

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale, Qt

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.domain.names.unicode_forms import folded
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.jobs.context import Context

_BATCH = 2000  # rows per sort: about a millisecond
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    SIZE = 1
    MODIFIED = 2
    ENCRYPTION = 3
    CLASS = 4
    VERSION = 5


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Filter by names that contain a folded text, and by encryption types.

    Folders have no encryption: a filter by encryption hides them.
    """

    text: str = ""
    statuses: StatusFilter = EVERYTHING

    def accepts(self, row: ObjectRow) -> bool:
        """Whether a row is shown."""
        if self.text:
            name = row.name  # 100,000 of them: mostly without a call
            if self.text not in (name.lower() if name.isascii() else folded(name)):
                return False
        if not self.statuses.groups:
            return True
        return not (row.is_folder or row.is_marker) and self.statuses.accepts(row.group)


@dataclass(frozen=True, slots=True)
class RowOrder:
    """The column by which rows are sorted; folders always come first.

    `by_bytes`: names are in the order of S3.
    """

    column: Column = Column.NAME
    descending: bool = False
    by_bytes: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether it is the order of S3's listings (UTF-8 bytes of the names)."""
        return self == RowOrder(by_bytes=True)


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows to show, in order, and the job that returned them."""

    job: SortRows
    rows: list[ObjectRow]


@dataclass(frozen=True, slots=True, eq=False)
class SortRows:
    """Filter and sort rows that are in S3's listing order.

    `encryption` returns a row's encryption as text.
    """

    rows: tuple[ObjectRow, ...]
    filter: RowFilter
    order: RowOrder
    encryption: Callable[[ObjectRow], str]

    def run(self, context: Context) -> SortedRows:
        """Return the rows to show. Raises Cancelled."""
        shown: list[ObjectRow] = []
        for start in range(0, len(self.rows), _BATCH):
            context.checkpoint()
            shown += filter(self.filter.accepts, self.rows[start : start + _BATCH])
        folders = [row for row in shown if row.is_folder]
        objects = [row for row in shown if not row.is_folder]
        is_by_name = self.order.column is Column.NAME
        of_folders = self.order if is_by_name else RowOrder(by_bytes=self.order.by_bytes)
        rows = [*self._sorted(folders, of_folders, context)]
        return SortedRows(self, [*rows, *self._sorted(objects, self.order, context)])

    def _sorted(
        self, rows: list[ObjectRow], order: RowOrder, context: Context
    ) -> Iterable[ObjectRow]:
        down = order.descending
        if order.column is Column.NAME and order.by_bytes:
            return reversed(rows) if down else rows
        key = _names(rows, context) if order.column is Column.NAME else self._key()
        batches = []
        for start in range(0, len(rows), _BATCH):
            context.checkpoint()
            batches.append(sorted(rows[start : start + _BATCH], key=key, reverse=down))
        return merge(*batches, key=key, reverse=down)

    def _key(self) -> Callable[[ObjectRow], Any]:
        match self.order.column:
            case Column.SIZE:
                return _size
            case Column.MODIFIED:
                return _modified
            case Column.CLASS:
                return _storage_class
            case Column.VERSION:
                return _version
        return _remembered(self.encryption)


def _names(rows: list[ObjectRow], context: Context) -> Callable[[ObjectRow], Any]:
    """Return a function that returns the sort keys of names."""
    locale = QLocale()
    if locale.language() is QLocale.Language.C:  # has no collation, only bytes
        locale = QLocale(QLocale.Language.English)
    collator = QCollator(locale)
    collator.setNumericMode(True)
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    keys: dict[ObjectRow, QCollatorSortKey] = {}
    for start in range(0, len(rows), _BATCH):
        context.checkpoint()
        for row in rows[start : start + _BATCH]:
            keys[row] = collator.sortKey(row.name.removesuffix("/"))
    return keys.__getitem__


def _remembered(text_of: Callable[[ObjectRow], str]) -> Callable[[ObjectRow], str]:
    """Return the same function, called once per group: it translates several messages."""
    known: dict[object, str] = {}

    def key(row: ObjectRow) -> str:
        if row.group is None or row.is_marker:
            return text_of(row)
        found = known.get(row.group)
        if found is None:
            found = known[row.group] = text_of(row)
        return found

    return key


def _size(row: ObjectRow) -> int:
    return row.listed.size if row.listed else -1


def _modified(row: ObjectRow) -> datetime:
    return (row.listed.modified if row.listed else None) or _EARLIEST


def _storage_class(row: ObjectRow) -> str:
    return row.listed.storage_class if row.listed else ""


def _version(row: ObjectRow) -> str:
    return (row.listed.version_id if row.listed else None) or ""

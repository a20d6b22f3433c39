"""The order of a folder's rows, and which of them are shown.

Made aside, piece by piece: sorting 100,000 rows in one go would hold the window for as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from heapq import merge
from typing import Any

from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.jobs.context import Context

_PIECE = 2000  # rows that are sorted at a time: about a millisecond
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


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
    """Which rows are shown: with this text in their names, and of these kinds of encryption.

    Folders have no encryption of their own: a filter of kinds hides them.
    """

    text: str = ""
    statuses: StatusFilter = EVERYTHING

    @property
    def is_open(self) -> bool:
        """Whether it lets everything through."""
        return not self.text and not self.statuses.groups

    def accepts(self, row: ObjectRow) -> bool:
        """Whether a row is shown."""
        if self.text and self.text not in row.name.casefold():
            return False
        if not self.statuses.groups:
            return True
        return not (row.is_folder or row.is_marker) and self.statuses.accepts(row.group)


@dataclass(frozen=True, slots=True)
class RowOrder:
    """By which column rows are sorted; folders come first whatever it is."""

    column: Column = Column.NAME
    descending: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether it is the order in which S3 lists (by the bytes of the names)."""
        return self == RowOrder()


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows to show, in order, and the job that found them."""

    job: SortRows
    rows: list[ObjectRow]


@dataclass(frozen=True, slots=True, eq=False)
class SortRows:
    """Filter and sort rows that are listed in S3's order; a job, for there may be many.

    `words` names a row's encryption.
    """

    rows: tuple[ObjectRow, ...]
    filter: RowFilter
    order: RowOrder
    words: Callable[[ObjectRow], str]

    def run(self, context: Context) -> SortedRows:
        """Return the rows to show. Raises Cancelled."""
        shown: list[ObjectRow] = []
        for start in range(0, len(self.rows), _PIECE):
            context.checkpoint()
            shown += filter(self.filter.accepts, self.rows[start : start + _PIECE])
        folders = [row for row in shown if row.is_folder]
        objects = [row for row in shown if not row.is_folder]
        down = self.order.descending
        if self.order.column is Column.NAME and down:
            folders.reverse()
        return SortedRows(self, [*folders, *self._sorted(objects, context)])

    def _sorted(self, rows: list[ObjectRow], context: Context) -> Iterable[ObjectRow]:
        if self.order.column is Column.NAME:
            return reversed(rows) if self.order.descending else rows
        key, down = self._key(), self.order.descending
        pieces = []
        for start in range(0, len(rows), _PIECE):
            context.checkpoint()
            pieces.append(sorted(rows[start : start + _PIECE], key=key, reverse=down))
        return merge(*pieces, key=key, reverse=down)

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
        return self.words


def _size(row: ObjectRow) -> int:
    return row.listed.size if row.listed else -1


def _modified(row: ObjectRow) -> datetime:
    return (row.listed.modified if row.listed else None) or _LONG_AGO


def _storage_class(row: ObjectRow) -> str:
    return row.listed.storage_class if row.listed else ""


def _version(row: ObjectRow) -> str:
    return (row.listed.version_id if row.listed else None) or ""

"""A folder of a bucket as a table, quick with 100,000 rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.audits.audit import NamedKey
from s3enc_gui.domain.listing import Page
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models.folder_rows import FolderRows
from s3enc_gui.gui.browser.models.object_cell import answer, encryption_of
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.row_sorting import (
    Column,
    RowFilter,
    RowOrder,
    SortedRows,
    SortRows,
)
from s3enc_gui.gui.models.index import NO_INDEX, Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.listing.browse import ResolvedKey, Seen

AT_ONCE = 3000  # rows that are arranged here; for more somebody is asked (`wanted`)

_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)  # fmt: skip
_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_COLUMNS = tuple(Column)  # to look one up is quicker than to make one
_Role = Qt.ItemDataRole


class ObjectsModel(RowsModel):
    """The rows of one folder, filtered and sorted.

    `wanted` asks for the rows to be arranged aside, with an ArrangeRows job whose result `arrange`
    takes; `stale` tells that order or filter are no longer kept: `rearrange` is to be called soon.
    `changed` tells that rows or their totals are others. `rearranging` and `rearranged` come around
    every change of all rows: selections are kept by rows, not by places.
    """

    TITLES = ("Name", "Size", "Modified", "Encryption", "Storage class", "Version ID")
    NUMBERS = frozenset({Column.SIZE})
    wanted = Signal(object)
    stale = Signal()
    changed = Signal()
    rearranging = Signal()
    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ObjectRow] = []  # those that are shown
        self.all = FolderRows()
        self.place = Location("")
        self.filter, self.order = RowFilter(), RowOrder()
        self._next: FolderRows | None = None
        self._first_object = 0  # folders stand before it
        self._asked: tuple[SortRows, int] | None = None  # what is arranged, as of which change

    # --- what is in it --------------------------------------------------------------------------

    def row(self, number: int) -> ObjectRow:
        """Return a row by its place."""
        return self._rows[number]

    def rows(self) -> Sequence[ObjectRow]:
        """Return the rows that are shown, in order."""
        return self._rows

    def location(self, row: ObjectRow) -> Location:
        """Return where a row's object or folder is."""
        return Location(self.place.bucket, row.key)

    def encryption(self, row: ObjectRow) -> str:
        """Name a row's encryption."""
        return encryption_of(row, self.all.keys)

    def open(self, place: Location) -> None:
        """Begin with another folder, empty and without a filter."""
        keys = self.all.keys
        self._next = self._asked = None
        self.filter = RowFilter()
        self.all = FolderRows(place.key)
        if place.bucket == self.place.bucket:
            self.all.keys = keys
        self.place = place
        self._show([])
        self.changed.emit()

    def forget_keys(self) -> None:
        """Know no key by its name any more: another connection has others."""
        self.all.keys = {}

    def begin_refresh(self, *, fresh: bool = True) -> None:
        """Let the pages that follow be a listing anew: they are shown when it is complete.

        `fresh`: objects that are still the same are to be looked at again, too.
        """
        self._next = FolderRows(self.place.key, fresh=fresh)
        self._next.keys = self.all.keys

    def end_refresh(self) -> None:
        """Show what has been listed anew."""
        if self._next is not None:
            self.all, self._next = self._next, None
            self.rearrange()
            self.changed.emit()

    def give_up_refresh(self) -> None:
        """Keep what was there: the listing anew failed."""
        self._next = None

    def add(self, page: Page) -> None:
        """Take the next page."""
        if self._next is not None:
            self._next.add(page, self.all)
            return
        new = [row for row in self.all.add(page) if self.filter.accepts(row)]
        folders = [row for row in new if row.is_folder]
        self._insert(self._first_object, folders)
        self._first_object += len(folders)
        self._insert(len(self._rows), [row for row in new if not row.is_folder])
        if not self.order.is_listed:
            self.stale.emit()
        self.changed.emit()

    def remove(self, rows: Iterable[ObjectRow]) -> None:
        """Forget rows: they have been deleted or moved."""
        gone = set(rows)
        self.all.remove(gone)
        self._show([row for row in self._rows if row not in gone])
        self.changed.emit()

    def see(self, statuses: Seen, *, cached: bool) -> None:
        """Take what was learnt of objects."""
        if self._next is not None:
            self._next.see(statuses, cached=cached)
        self._tell(self.all.see(statuses, cached=cached))

    def learn(self, keys: Mapping[str, ResolvedKey]) -> None:
        """Take what KMS told of keys."""
        named = {
            name: NamedKey(name, None, about.aliases, about.is_aws_s3)
            for name, about in keys.items()
            # KMS may not answer this time: what it told before still holds.
            if about.aliases or about.is_aws_s3 is not None or name not in self.all.keys
        }
        # Every job tells what it knows, known here or not: that is not worth looking for rows.
        new = {name: key for name, key in named.items() if self.all.keys.get(name) != key}
        if not new:
            return
        if self._next is not None:
            self._next.learn(new)
        self._tell(self.all.learn(new))

    # --- filter and order -----------------------------------------------------------------------

    def set_filter(self, request: RowFilter) -> None:
        """Show only what a filter accepts."""
        if request != self.filter:
            self.filter = request
            self.rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """As Qt asks."""
        request = RowOrder(Column(max(column, 0)), order is Qt.SortOrder.DescendingOrder)
        if request != self.order:
            self.order = request
            self.rearrange()

    def arrangement(self) -> SortRows:
        """Return the job that arranges all rows as they are now."""
        job = SortRows(tuple(self.all), self.filter, self.order, self.encryption)
        self._asked = (job, self.all.changes)
        return job

    def arrange(self, arranged: SortedRows) -> None:
        """Show rows in this order; those that came in the meantime follow, those gone are not.

        What has been asked for before something else was is not shown.
        """
        if self._asked is None or arranged.job is not self._asked[0]:
            return
        rows, changes = arranged.rows, self._asked[1]
        self._asked = None
        if changes != self.all.changes:
            known = self.all.find
            rows = [row for row in rows if known(row.id) is row]
            before = set(rows)
            rows += [row for row in self._rows if row not in before and known(row.id) is row]
            rows.sort(key=_comes_after_folders)
            if not self.order.is_listed:
                self.stale.emit()
        self._show(rows)

    def rearrange(self) -> None:
        """Filter and sort all rows anew; many of them aside."""
        if len(self.all) <= AT_ONCE:
            self.arrange(self.arrangement().run(_NOW))
        else:
            self.wanted.emit(self.arrangement())

    # --- Qt's questions -------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """As Qt asks: rows can be dragged out of the window."""
        return _ROW_FLAGS if index.isValid() else _NO_FLAGS

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """As Qt asks."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], _COLUMNS[index.column()]
        return answer(row, column, role, self.all.keys, self.place.bucket)

    # --- changes --------------------------------------------------------------------------------

    def _insert(self, at: int, rows: list[ObjectRow]) -> None:
        if not rows:
            return
        self.beginInsertRows(NO_INDEX, at, at + len(rows) - 1)
        self._rows[at:at] = rows
        for place in range(at, len(self._rows)):
            self._rows[place].at = place
        self.endInsertRows()

    def _show(self, rows: list[ObjectRow]) -> None:
        self.rearranging.emit()
        self.beginResetModel()
        for row in self._rows:
            row.at = -1
        self._rows = rows
        for place, row in enumerate(rows):
            row.at = place
        self._first_object = next(
            (at for at, row in enumerate(rows) if not row.is_folder), len(rows)
        )
        self.endResetModel()
        self.rearranged.emit()

    def _tell(self, rows: Sequence[ObjectRow]) -> None:
        """Tell the view, as one range; a filter or an order by it is applied anew, soon."""
        if not rows:
            return
        places = [row.at for row in rows if row.at >= 0]
        if places:
            first, last = self.index(min(places), 0), self.index(max(places), Column.VERSION)
            self.dataChanged.emit(first, last)
        if self.filter.statuses.groups or self.order.column is Column.ENCRYPTION:
            self.stale.emit()
        self.changed.emit()


_NOW = Context(services=None)  # type: ignore[arg-type]  # few rows are arranged without services


def _comes_after_folders(row: ObjectRow) -> bool:
    return row.listed is not None

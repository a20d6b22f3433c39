"""Table model of a folder, fast with 100,000 rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.listing import Page
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.models.folder_rows import FolderRows
from s3enc_gui.gui.browser.models.object_cell import cell_data, encryption_of
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.row_sorting import (
    Column,
    RowFilter,
    RowOrder,
    SortedRows,
    SortRows,
)
from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.listing.browse import ResolvedKey, Statuses

AT_ONCE = 3000  # more rows are sorted in a job (`sort_requested`)

_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)  # fmt: skip
_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_COLUMNS = tuple(Column)  # indexing is faster than Column(number)
_Role = Qt.ItemDataRole


class ObjectsModel(RowsModel):
    """The rows of one folder, filtered and sorted.

    `sort_requested` carries a SortRows job; its result goes to `show_sorted`. `stale` is emitted
    when the order or filter no longer holds: call `sort_again` soon. `changed` is emitted when rows
    or totals change, `rearranging` and `rearranged` before and after all rows are replaced (for
    selections, which are kept by row, not by row number).
    """

    TITLES = (
        N_("Name"),
        N_("Size"),
        N_("Modified"),
        N_("Encryption"),
        N_("Storage class"),
        N_("Version ID"),
    )
    NUMBERS = frozenset({Column.SIZE})
    sort_requested = Signal(object)
    stale = Signal()
    changed = Signal()
    rearranging = Signal()
    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ObjectRow] = []  # those shown
        self.all = FolderRows()
        self.folder = Location("")
        self.region: str | None = None  # of its bucket, as far as it is known
        self.filter, self.order = RowFilter(), RowOrder()
        self._next: FolderRows | None = None  # of a refresh
        self._outdated = False  # a refresh is complete, and its rows aren't shown yet
        self._first_object = 0  # index of the first object, after the folders
        self._sorting: tuple[SortRows, int] | None = None  # the latest job, and all.changes then

    # --- rows -----------------------------------------------------------------------------------

    def row(self, number: int) -> ObjectRow:
        """Return a row by its number."""
        return self._rows[number]

    def rows(self) -> Sequence[ObjectRow]:
        """Return the rows shown, in order."""
        return self._rows

    def location_of(self, row: ObjectRow) -> Location:
        """Return the Location of a row's object or folder."""
        return Location(self.folder.bucket, row.key)

    def encryption(self, row: ObjectRow) -> str:
        """Return a row's encryption as text."""
        return encryption_of(row, self.all.keys)

    def open(self, folder: Location) -> None:
        """Start another folder, empty and without a filter."""
        keys = self.all.keys
        self._next = self._sorting = None
        self.filter = RowFilter()
        self.all = FolderRows(folder.key)
        if folder.bucket == self.folder.bucket:
            self.all.keys = keys
        else:
            self.region = None
        self.folder = folder
        self._show([])
        self.changed.emit()

    def forget_keys(self) -> None:
        """Discard known keys, for another connection."""
        self.all.keys = {}

    def begin_refresh(self, *, fresh: bool = True) -> None:
        """Start a new listing of the folder; it is shown when complete.

        `fresh`: the statuses of unchanged objects are to be read again, too.
        """
        self._next = FolderRows(self.folder.key, fresh=fresh)
        self._next.keys = self.all.keys

    def end_listing(self) -> None:
        """The listing is complete: show the new rows, or sort those that were added in its order.

        They aren't sorted as they arrive, for their order is nearly that of the names.
        """
        if self._next is not None:
            self.all, self._next = self._next, None
            self._outdated = True
            self.sort_again()
            self.changed.emit()
        elif self.order == RowOrder():
            self.sort_again()

    def give_up_refresh(self) -> None:
        """Discard the new listing: it failed."""
        self._next = None

    def add(self, page: Page) -> None:
        """Add the next page."""
        if self._next is not None:
            self._next.add(page, self.all)
            return
        new = [row for row in self.all.add(page) if self.filter.accepts(row)]
        if self._outdated:
            self._show([row for row in self._rows if self.all.find(row.id) is row])
        folders = [row for row in new if row.is_folder]
        self._insert(self._first_object, folders)
        self._first_object += len(folders)
        self._insert(len(self._rows), [row for row in new if not row.is_folder])
        if self.order.column is not Column.NAME or self.order.descending:
            self.stale.emit()
        self.changed.emit()

    def remove(self, rows: Iterable[ObjectRow]) -> None:
        """Remove rows that were deleted or moved."""
        removed = set(rows)
        self.all.remove(removed)
        self._show([row for row in self._rows if row not in removed])
        self.changed.emit()

    def set_statuses(self, statuses: Statuses, *, cached: bool) -> None:
        """Set the encryption statuses of objects."""
        if self._next is not None:
            self._next.set_statuses(statuses, cached=cached)
        self._emit_changed(self.all.set_statuses(statuses, cached=cached))

    def set_keys(self, keys: Mapping[str, ResolvedKey]) -> None:
        """Set what KMS reports about keys."""
        named = {
            name: NamedKey(name, None, about.aliases, about.is_aws_s3, about.state)
            for name, about in keys.items()
            # Keep what is known if KMS reports nothing this time.
            if about.aliases
            or about.is_aws_s3 is not None
            or about.state
            or name not in self.all.keys
        }
        # Jobs report known keys again and again: ignore them without searching rows.
        new = {name: key for name, key in named.items() if self.all.keys.get(name) != key}
        if not new:
            return
        if self._next is not None:
            self._next.set_keys(new)
        self._emit_changed(self.all.set_keys(new))

    # --- filter and order -----------------------------------------------------------------------

    def set_filter(self, request: RowFilter) -> None:
        """Show only rows that a filter accepts."""
        if request != self.filter:
            self.filter = request
            self.sort_again()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column (Qt)."""
        descending = order is Qt.SortOrder.DescendingOrder
        self._sort_by(RowOrder(Column(max(column, 0)), descending, self.order.by_bytes))

    def sort_by_bytes(self, by_bytes: bool) -> None:
        """Compare names by their bytes, as S3 does, or as the user's language does."""
        self._sort_by(replace(self.order, by_bytes=by_bytes))

    def _sort_by(self, request: RowOrder) -> None:
        if request != self.order:
            self.order = request
            self.sort_again()

    def sort_job(self) -> SortRows:
        """Return a job that filters and sorts the current rows."""
        job = SortRows(tuple(self.all), self.filter, self.order, self.encryption)
        self._sorting = (job, self.all.changes)
        return job

    def show_sorted(self, result: SortedRows) -> None:
        """Show the result of the latest sort job; ignore results of earlier ones.

        Rows added since then follow at the end, removed ones are left out.
        """
        if self._sorting is None or result.job is not self._sorting[0]:
            return
        rows, changes = result.rows, self._sorting[1]
        self._sorting = None
        if changes != self.all.changes:
            known = self.all.find
            rows = [row for row in rows if known(row.id) is row]
            sorted_rows = set(rows)
            rows += [row for row in self._rows if row not in sorted_rows and known(row.id) is row]
            rows.sort(key=_is_object)
            if not self.order.is_listed:
                self.stale.emit()
        if self._outdated or rows != self._rows:
            self._show(rows)

    def sort_again(self) -> None:
        """Filter and sort all rows; in a job if there are many."""
        if len(self.all) <= AT_ONCE:
            self.show_sorted(self.sort_job().run(NO_CONTEXT))
        else:
            self.sort_requested.emit(self.sort_job())

    # --- Qt overrides ---------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return the flags: rows can be dragged out of the window (Qt)."""
        return _ROW_FLAGS if index.isValid() else _NO_FLAGS

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return a cell's data (Qt)."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], _COLUMNS[index.column()]
        return cell_data(row, column, role, self.all, self.folder.bucket)

    # --- changes --------------------------------------------------------------------------------

    def _insert(self, at: int, rows: list[ObjectRow]) -> None:
        if not rows:
            return
        self.beginInsertRows(NO_INDEX, at, at + len(rows) - 1)
        self._rows[at:at] = rows
        for number in range(at, len(self._rows)):
            self._rows[number].position = number
        self.endInsertRows()

    def _show(self, rows: list[ObjectRow]) -> None:
        self.rearranging.emit()
        self.beginResetModel()
        self._outdated = False
        for row in self._rows:
            row.position = -1
        self._rows = rows
        for number, row in enumerate(rows):
            row.position = number
        self._first_object = next(
            (at for at, row in enumerate(rows) if not row.is_folder), len(rows)
        )
        self.endResetModel()
        self.rearranged.emit()

    def _emit_changed(self, rows: Sequence[ObjectRow]) -> None:
        """Emit dataChanged for one range, and `stale` if the order or filter depends on it."""
        if not rows:
            return
        shown = [row.position for row in rows if row.position >= 0]
        if shown:
            first, last = self.index(min(shown), 0), self.index(max(shown), Column.VERSION)
            self.dataChanged.emit(first, last)
        if self.filter.statuses.groups or self.order.column is Column.ENCRYPTION:
            self.stale.emit()
        self.changed.emit()


NO_CONTEXT = Context(services=None)  # type: ignore[arg-type]  # SortRows uses no services


def _is_object(row: ObjectRow) -> bool:
    return row.listed is not None

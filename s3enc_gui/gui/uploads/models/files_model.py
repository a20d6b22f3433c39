"""The files to upload."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import key_for
from s3enc_gui.domain.uploads.plan import UploadItem, check_item
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import NO_INDEX, Index
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.models.rows_model import RIGHT, RowsModel
from s3enc_gui.wording.labels import format_size

if TYPE_CHECKING:
    from s3enc_gui.store.files.walk import FoundFile


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    SIZE = 1
    KEY = 2


_SCATTERED = 20  # runs of rows: a view takes about a millisecond for each


class FilesModel(RowsModel):
    """Files with the keys they will get under a prefix; a path is in it once.

    `PROBLEM` is what keeps a file from being stored: found when a row is looked at, as there may
    be 100,000 of them. `total_changed` follows every change of the rows.
    """

    TITLES = ("Name", "Size", "Key in the bucket")
    NUMBERS = frozenset({Column.SIZE})
    total_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FoundFile] = []
        self._paths: set[str] = set()
        self._names: Counter[str] = Counter()
        self._prefix = ""
        self.bytes = 0

    # --- what is in it --------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self._rows)

    @property
    def prefix(self) -> str:
        """The folder in the bucket that all keys begin with."""
        return self._prefix

    def set_prefix(self, prefix: str) -> None:
        """Change the prefix, and with it all keys."""
        if prefix == self._prefix:
            return
        self._prefix = prefix
        if self._rows:
            self.dataChanged.emit(
                self.index(0, Column.KEY), self.index(len(self._rows) - 1, Column.KEY)
            )

    def items(self) -> tuple[UploadItem, ...]:
        """The files as a plan takes them."""
        return tuple(
            UploadItem(file.path, key_for(self._prefix, file.relative), file.size)
            for file in self._rows
        )

    def double(self) -> str | None:
        """Return a name that two files share, if any does: only one could be stored."""
        if len(self._names) == len(self._rows):
            return None
        return next(name for name, count in self._names.items() if count > 1)

    def add(self, found: Iterable[FoundFile]) -> None:
        """Append the files that are not there yet, as one batch."""
        new = []
        for file in found:
            if file.path not in self._paths:
                self._paths.add(file.path)
                new.append(file)
        if not new:
            return
        self.beginInsertRows(NO_INDEX, len(self._rows), len(self._rows) + len(new) - 1)
        # All before the end is told: the view asks at once.
        self._rows += new
        self._names.update(file.relative for file in new)
        self.bytes += sum(file.size for file in new)
        self.endInsertRows()
        self.total_changed.emit()

    def remove(self, rows: Iterable[int]) -> None:
        """Remove rows; many scattered ones at the price of the view's selection."""
        ranges = list(runs(rows))
        if len(ranges) > _SCATTERED:
            self.beginResetModel()
            for first, last in ranges:
                self._forget(first, last)
            self.endResetModel()
        else:
            for first, last in ranges:
                self.beginRemoveRows(NO_INDEX, first, last)
                self._forget(first, last)
                self.endRemoveRows()
        self.total_changed.emit()

    def _forget(self, first: int, last: int) -> None:
        gone = self._rows[first : last + 1]
        del self._rows[first : last + 1]
        self.bytes -= sum(file.size for file in gone)
        self._paths.difference_update(file.path for file in gone)
        for file in gone:
            self._names[file.relative] -= 1
            if not self._names[file.relative]:
                del self._names[file.relative]

    def remove_paths(self, paths: Set[str]) -> None:
        """Remove the files of these paths."""
        self.remove([row for row, file in enumerate(self._rows) if file.path in paths])

    def clear(self) -> None:
        """Remove all rows."""
        self.beginResetModel()
        self._rows.clear()
        self._paths.clear()
        self._names.clear()
        self.bytes = 0
        self.endResetModel()
        self.total_changed.emit()

    # --- Qt's questions -------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """As Qt asks."""
        if not index.isValid():
            return None
        file, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(file, column)
            case Qt.ItemDataRole.TextAlignmentRole if column in self.NUMBERS:
                return RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                problem = self._problem(file) if column is Column.KEY else None
                if problem:
                    return plain_tip(str(problem))
                return plain_tip(file.path if column is Column.NAME else self._text(file, column))
            case roles.OBJECT:
                return file
            case roles.PROBLEM if column is Column.KEY:
                return self._problem(file)
        return None

    def _text(self, file: FoundFile, column: Column) -> str:
        if column is Column.NAME:
            return file.relative.rpartition("/")[2]
        if column is Column.SIZE:
            return format_size(file.size)
        return key_for(self._prefix, file.relative)

    def _problem(self, file: FoundFile) -> AppError | None:
        try:
            check_item(UploadItem(file.path, key_for(self._prefix, file.relative), file.size))
        except AppError as error:
            return error
        return None

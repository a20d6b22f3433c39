"""Item model of the files to upload."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import key_for, last_name
from s3enc_gui.domain.uploads.found import Choices, FoundFile, cloud_only_last
from s3enc_gui.domain.uploads.plan import UploadItem, check_item
from s3enc_gui.gui.messages.counts import both_text
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.gui.models.row_ranges import runs
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.gui.uploads.models.notable_files import NotableFiles
from s3enc_gui.i18n import N_, ngettext
from s3enc_gui.wording.formats import format_size


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    SIZE = 1
    KEY = 2


_SCATTERED = 20  # ranges of rows; a view needs about 1 ms per range


class FilesModel(RowsModel):
    """Files with their keys under a prefix; each path once.

    Those that `choices` leave out are no rows, but come back when the choices change. Role
    `PROBLEM` is why a file can't be stored; computed on demand, since there may be 100,000 rows.
    `total_changed` is emitted after every change of the rows, `emptied` when all was removed.
    """

    TITLES = (N_("Name"), N_("Size"), N_("Name in the bucket"))
    NUMBERS = frozenset({Column.SIZE})
    total_changed = Signal()
    emptied = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FoundFile] = []
        self._left_out: list[FoundFile] = []
        self.choices = Choices()
        self.notable = NotableFiles()
        self._paths: set[str] = set()
        self._names: Counter[str] = Counter()
        self._prefix = ""
        self.bytes = self._folders = 0

    # --- content --------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """Number of files and empty folders."""
        return len(self._rows)

    def total_text(self) -> str:
        """Return number and size of the rows: `2 files and 1 empty folder, 1.2 MB`."""
        files, folders = self.count - self._folders, self._folders
        counted = both_text(
            ngettext("{count:,} file", "{count:,} files", files).format(count=files)
            if files or not folders
            else "",
            _empty_folders_text(folders) if folders else "",
        )
        return f"{counted}, {format_size(self.bytes)}"

    @property
    def prefix(self) -> str:
        """Prefix of all keys."""
        return self._prefix

    def set_prefix(self, prefix: str) -> None:
        """Change the prefix of all keys."""
        if prefix == self._prefix:
            return
        self._prefix = prefix
        if self._rows:
            self.dataChanged.emit(
                self.index(0, Column.KEY), self.index(len(self._rows) - 1, Column.KEY)
            )

    def has_file_of(self, size: int) -> bool:
        """Whether a file has at least this size in bytes."""
        return self.bytes >= size and any(file.size >= size for file in self._rows)

    def items(self) -> tuple[UploadItem, ...]:
        """Return the files as upload items."""
        return tuple(
            UploadItem(file.path, key_for(self._prefix, file.relative), file.size)
            for file in cloud_only_last(self._rows)
        )

    def duplicate_name(self) -> str | None:
        """Return a name that two files share, if any: only one of them could be stored."""
        if len(self._names) == len(self._rows):
            return None
        return next(name for name, count in self._names.items() if count > 1)

    def add(self, found: Iterable[FoundFile]) -> None:
        """Append the files that aren't listed yet, as one batch."""
        new: list[FoundFile] = []
        known = len(self._paths)
        for file in found:
            if file.path in self._paths:
                continue
            self._paths.add(file.path)
            self.notable.add(file)
            (new if self.choices.take(file) else self._left_out).append(file)
        self._insert(new)
        if len(self._paths) > known:
            self.total_changed.emit()

    def choose(self, choices: Choices) -> None:
        """Leave out rows, and bring back others, as the choices say."""
        self.choices = choices
        out = [row for row, file in enumerate(self._rows) if not choices.take(file)]
        left_out = [self._rows[row] for row in out]
        back = [file for file in self._left_out if choices.take(file)]
        self._left_out = [file for file in self._left_out if not choices.take(file)] + left_out
        self._take_out(out)
        self._insert(back)
        self.total_changed.emit()

    def _insert(self, new: list[FoundFile]) -> None:
        if not new:
            return
        self.beginInsertRows(NO_INDEX, len(self._rows), len(self._rows) + len(new) - 1)
        # Before endInsertRows: the view reads the rows at once.
        self._rows += new
        self._names.update(file.relative for file in new)
        self.bytes += sum(file.size for file in new)
        self._folders += sum(map(_is_folder, new))
        self.endInsertRows()

    def remove(self, rows: Iterable[int]) -> None:
        """Remove rows; without any left, forget also what was left out beside them."""
        chosen = list(rows)
        for row in chosen:
            file = self._rows[row]
            self._paths.discard(file.path)
            self.notable.discard(file)
        self._take_out(chosen)
        if self._rows:
            self.total_changed.emit()
        else:
            self.clear()

    def _take_out(self, rows: Iterable[int]) -> None:
        """Remove rows; many scattered ones by a reset, which clears the view's selection."""
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

    def _forget(self, first: int, last: int) -> None:
        removed = self._rows[first : last + 1]
        del self._rows[first : last + 1]
        self.bytes -= sum(file.size for file in removed)
        self._folders -= sum(map(_is_folder, removed))
        for file in removed:
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
        self._left_out.clear()
        self.notable.clear()
        self._paths.clear()
        self._names.clear()
        self.bytes = self._folders = 0
        self.endResetModel()
        self.emptied.emit()
        self.total_changed.emit()

    # --- QAbstractItemModel ---------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a role of a cell."""
        if role == roles.PROBLEM and index.isValid():
            return self._problem(self._rows[index.row()]) if index.column() == Column.KEY else None
        return super().data(index, role)

    def _text(self, row: FoundFile, column: int) -> str:
        if column == Column.NAME:
            return last_name(row.relative)
        if column == Column.SIZE:
            return format_size(row.size)
        return key_for(self._prefix, row.relative)

    def _tip(self, row: FoundFile, column: int) -> str:
        if column == Column.NAME:
            return row.path
        problem = self._problem(row) if column == Column.KEY else None
        return problem.message if problem else self._text(row, column)

    def _problem(self, file: FoundFile) -> AppError | None:
        try:
            check_item(UploadItem(file.path, key_for(self._prefix, file.relative), file.size))
        except AppError as error:
            return error
        return None


def _is_folder(found: FoundFile) -> bool:
    return found.relative.endswith("/")


def _empty_folders_text(count: int) -> str:
    message = ngettext("{count:,} empty folder", "{count:,} empty folders", count)
    return message.format(count=count)

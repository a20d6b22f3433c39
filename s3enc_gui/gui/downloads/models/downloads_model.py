"""Downloads as a table: a row each, however many files it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from pathlib import PurePath
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt

from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.gui.downloads.models.download_row import DownloadPhase, DownloadRow
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages import downloads as words
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import NO_INDEX, Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.uploads.queue.events import OutageChanged
from s3enc_gui.wording.labels import format_speed


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    FOLDER = 1
    PROGRESS = 2
    STATE = 3


class DownloadsModel(RowsModel):
    """Rows of downloads; takes the reports of DownloadObjects in batches.

    `OBJECT` is the row itself, `DETAIL` the speed of one under way.
    """

    TITLES = ("Name", "Folder", "Progress", "State")

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._rows: list[DownloadRow] = []
        self._clock = clock

    def rows(self) -> Sequence[DownloadRow]:
        """Return all rows, in order."""
        return self._rows

    def row(self, number: int) -> DownloadRow:
        """Return a row by its place."""
        return self._rows[number]

    def number_of(self, row: DownloadRow) -> int:
        """Return the place of a row; -1: it is not in the list any more."""
        return next((at for at, one in enumerate(self._rows) if one is row), -1)

    def add(self, row: DownloadRow) -> None:
        """Append a row."""
        at = len(self._rows)
        self.beginInsertRows(NO_INDEX, at, at)
        self._rows.append(row)
        self.endInsertRows()

    def remove(self, row: DownloadRow) -> None:
        """Take a row off the list."""
        at = self.number_of(row)
        if at >= 0:
            self.beginRemoveRows(NO_INDEX, at, at)
            del self._rows[at]
            self.endRemoveRows()

    def take(self, row: DownloadRow, reports: Iterable[object]) -> None:
        """Take a batch of reports about a row."""
        for report in reports:
            match report:
                case DownloadProgress():
                    row.move(report, self._clock())
                case FilesEnded():
                    row.take(report.results)
                case ListingNotice():
                    row.notices.append(report)
                case OutageChanged():
                    row.outage = report.outage
        self.tell(row)

    def tick(self) -> None:
        """Let time pass: the speed of one that hears nothing falls."""
        for row in self._rows:
            if row.phase is DownloadPhase.RUNNING:
                row.note(self._clock())
                self.tell(row)

    def tell(self, row: DownloadRow) -> None:
        """Tell the view that a row has changed."""
        at = self.number_of(row)
        if at >= 0:
            self.dataChanged.emit(self.index(at, 0), self.index(at, Column.STATE))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """As Qt asks."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.STATE:
                sign = words.download_sign(row)
                return icon(sign.icon, sign.tone)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._tool_tip(row, column))
            case roles.OBJECT:
                return row
            case roles.PERMILLE:
                return row.permille
            case roles.DETAIL:
                return _speed(row)
        return None

    def _text(self, row: DownloadRow, column: Column) -> str:
        match column:
            case Column.NAME:
                return row.request.title
            case Column.FOLDER:
                return PurePath(row.request.folder).name or row.request.folder
            case Column.PROGRESS:
                percent = "" if row.permille is None else f"{row.permille // 10} %"
                return " · ".join(part for part in (percent, _speed(row)) if part)
            case Column.STATE:
                return words.download_text(row)

    def _tool_tip(self, row: DownloadRow, column: Column) -> str:
        match column:
            case Column.NAME:
                return words.download_source(row)
            case Column.FOLDER:
                return row.request.folder
            case Column.PROGRESS:
                return words.progress_text(row)
            case Column.STATE:
                return words.download_tip(row)


def _speed(row: DownloadRow) -> str:
    running = row.phase is DownloadPhase.RUNNING and not row.outage
    return format_speed(row.speed.speed) if running and row.speed.speed else ""

"""Table model of downloads, one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from pathlib import PurePath
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt

from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.gui.downloads import download_text as messages
from s3enc_gui.gui.downloads.models.download_row import DownloadPhase, DownloadRow
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import NO_INDEX, Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_
from s3enc_gui.jobs.downloads.events import DownloadProgress, FilesEnded
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.wording.formats import format_speed


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    FOLDER = 1
    PROGRESS = 2
    STATE = 3


class DownloadsModel(RowsModel):
    """Rows of downloads, updated by batches of reports from DownloadObjects.

    `OBJECT` is the row itself, `DETAIL` the speed of a running one.
    """

    TITLES = (N_("Name"), N_("Folder"), N_("Progress"), N_("State"))

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
        """Return a row by its position."""
        return self._rows[number]

    def number_of(self, row: DownloadRow) -> int:
        """Return the position of a row; -1: it was removed."""
        return next((number for number, one in enumerate(self._rows) if one is row), -1)

    def add(self, row: DownloadRow) -> None:
        """Append a row."""
        number = len(self._rows)
        self.beginInsertRows(NO_INDEX, number, number)
        self._rows.append(row)
        self.endInsertRows()

    def remove(self, row: DownloadRow) -> None:
        """Remove a row, if it is listed."""
        number = self.number_of(row)
        if number >= 0:
            self.beginRemoveRows(NO_INDEX, number, number)
            del self._rows[number]
            self.endRemoveRows()

    def apply(self, row: DownloadRow, reports: Iterable[object]) -> None:
        """Apply a batch of reports about a row."""
        for report in reports:
            match report:
                case DownloadProgress():
                    row.set_progress(report, self._clock())
                case FilesEnded():
                    row.add_results(report.results)
                case ListingNotice():
                    row.notices.append(report)
                case OutageChanged():
                    row.outage = report.outage
        self.update_row(row)

    def tick(self) -> None:
        """Update the speeds, which fall while a row gets no reports."""
        for row in self._rows:
            if row.phase is DownloadPhase.RUNNING:
                row.measure(self._clock())
                self.update_row(row)

    def update_row(self, row: DownloadRow) -> None:
        """Emit that a row has changed, if it is listed."""
        number = self.number_of(row)
        if number >= 0:
            self.dataChanged.emit(self.index(number, 0), self.index(number, Column.STATE))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Add progress and speed (Qt)."""
        if index.isValid() and role in (roles.PERMILLE, roles.DETAIL):
            row = self._rows[index.row()]
            return row.permille if role == roles.PERMILLE else _speed(row)
        return super().data(index, role)

    def _text(self, row: DownloadRow, column: int) -> str:
        match column:
            case Column.NAME:
                return row.request.title
            case Column.FOLDER:
                return PurePath(row.request.folder).name or row.request.folder
            case Column.PROGRESS:
                percent = "" if row.permille is None else f"{row.permille // 10}%"
                return " · ".join(part for part in (percent, _speed(row)) if part)
        return messages.download_text(row)

    def _tip(self, row: DownloadRow, column: int) -> str:
        match column:
            case Column.NAME:
                return messages.download_source(row)
            case Column.FOLDER:
                return row.request.folder
            case Column.PROGRESS:
                return messages.progress_text(row)
        return messages.download_tip(row)

    def _sign(self, row: DownloadRow, column: int) -> StateIcon | None:
        return messages.download_sign(row) if column == Column.STATE else None


def _speed(row: DownloadRow) -> str:
    running = row.phase is DownloadPhase.RUNNING and not row.outage
    return format_speed(row.speed.speed) if running and row.speed.speed else ""

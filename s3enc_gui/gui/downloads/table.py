"""The table of downloads; a few rows high at most."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from s3enc_gui.gui.downloads.download_text import download_sign
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import Column, DownloadsModel
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import Index
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.progress_table import (
    NARROW,
    ROW_HEIGHT,
    ProgressColumns,
    ProgressTable,
)
from s3enc_gui.i18n import _

_MAX_ROWS = 4
_COLUMNS = ProgressColumns(
    Column.FOLDER,
    Column.PROGRESS,
    Column.STATE,
    {
        900: {Column.FOLDER: 170, Column.PROGRESS: 224, Column.STATE: 244},
        NARROW: {Column.FOLDER: 96, Column.PROGRESS: 180, Column.STATE: 244},
        0: {Column.FOLDER: 0, Column.PROGRESS: 122, Column.STATE: 206},
    },
)


class DownloadsTable(ProgressTable):
    """Rows of downloads; any number of them can be selected."""

    def __init__(self, model: DownloadsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, _COLUMNS, _tone, parent)
        self._model = model
        self.setAccessibleName(_("Downloads"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.rowsInserted.connect(self.updateGeometry)
        model.rowsRemoved.connect(self.updateGeometry)

    def selected(self) -> list[DownloadRow]:
        """Return the selected rows, from top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._model.row(number) for number in numbers]

    def sizeHint(self) -> QSize:
        """Return a size for the rows, up to a few (Qt)."""
        rows = min(_MAX_ROWS, max(1, self._model.rowCount()))
        frame = 2 * self.frameWidth()
        height = self.horizontalHeader().sizeHint().height() + rows * scaled(ROW_HEIGHT) + frame
        return QSize(480, height)

    def minimumSizeHint(self) -> QSize:
        """Return the same height (Qt)."""
        return QSize(360, self.sizeHint().height())


def _tone(index: Index) -> Tone:
    return download_sign(index.data(roles.OBJECT)).tone

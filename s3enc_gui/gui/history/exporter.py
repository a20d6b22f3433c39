"""Where an export goes, and how far it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.jobs.history.receipts import Exported, ExportReceipts, ReceiptFormat


class Exporter(QWidget):
    """Asks for a file and writes it, showing how far it is; hidden while nothing is written.

    `told` carries what became of it, and its tone; `busy_changed` whether one is under way.
    """

    told = Signal(object, str)
    busy_changed = Signal(bool)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy, self.cancel = BusyIndicator(), QPushButton(self.tr("C&ancel export"))
        self.cancel.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._busy)
        row.addWidget(self.cancel)
        self.hide()
        self._write = LatestJob(runner, self)
        self._write.answered.connect(self._written)
        self._write.failed.connect(self._failed)
        self._write.reported.connect(self._reported)
        self._write.busy_changed.connect(self._show_busy)
        self.cancel.clicked.connect(self._write.drop)

    @property
    def busy(self) -> bool:
        """Whether an export is under way."""
        return self._write.busy

    def ask(self, query: ReceiptQuery, form: ReceiptFormat) -> None:
        """Ask where to, and write what the query finds."""
        suffix = form.value
        dialog = QFileDialog(self.window(), self.tr("Export receipts"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(_folder())
        dialog.setNameFilters([f"{suffix.upper()} (*.{suffix})"])
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"receipts.{suffix}")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        self._asked = (query, form)
        dialog.open()

    def write(self, query: ReceiptQuery, path: str, form: ReceiptFormat) -> None:
        """Write what the query finds to a file."""
        self._write.ask(ExportReceipts(query, path, form))

    @Slot(str)
    def _chosen(self, path: str) -> None:
        query, form = self._asked
        self.write(query, path, form)

    @Slot(object)
    def _reported(self, reports: tuple[Progress, ...]) -> None:
        permille = reports[-1].permille or 0
        self._busy.start(self.tr("Exporting… {} %").format(permille // 10))

    @Slot(object)
    def _written(self, done: Exported) -> None:
        title = (
            self.tr("1 receipt is exported")
            if done.count == 1
            else self.tr("{:,} receipts are exported").format(done.count)
        )
        self.told.emit(AppError(title, done.path), "ok")

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.told.emit(error, "error")

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(self.tr("Exporting…"))
        self.setVisible(busy)
        self.busy_changed.emit(busy)


def _folder() -> str:
    place = QStandardPaths.StandardLocation
    folders = map(QStandardPaths.writableLocation, (place.DocumentsLocation, place.HomeLocation))
    return next((folder for folder in folders if Path(folder).is_dir()), "")

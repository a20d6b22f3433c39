"""Where a receipt goes."""

from __future__ import annotations

from PySide6.QtCore import QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.receipt import Receipt
from s3enc_gui.gui.bridge.latest import Latest
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.save_receipt import SaveReceipt

_JSON, _CSV = "JSON (*.json)", "CSV (*.csv)"


class ReceiptSaver(QWidget):
    """Asks for a file and writes it; `told` carries what became of it, and its tone."""

    told = Signal(object, str)

    def __init__(self, runner: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._write = Latest(runner, self)
        self._write.answered.connect(self._written)
        self._write.failed.connect(self._failed)

    def save(self, receipts: tuple[Receipt, ...]) -> None:
        """Ask where to, and write."""
        dialog = QFileDialog(self.parentWidget(), self.tr("Save receipt"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )
        dialog.setNameFilters([_JSON, _CSV])
        dialog.selectFile("receipt.json")
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        self._receipts = receipts
        self._dialog = dialog
        dialog.open()

    def write(self, path: str, receipts: tuple[Receipt, ...]) -> None:
        """Write to a file: CSV where its name ends so, else JSON."""
        self._write.ask(SaveReceipt(path, receipts))

    @Slot(str)
    def _chosen(self, path: str) -> None:
        if self._dialog.selectedNameFilter() == _CSV and path.endswith(".json"):
            path = path.removesuffix(".json") + ".csv"
        self.write(path, self._receipts)

    @Slot(object)
    def _written(self, path: str) -> None:
        self.told.emit(AppError(self.tr("The receipt is saved"), path), "ok")

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.told.emit(error, "error")

"""Where a receipt goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.save_dialog import name_filter, save_dialog
from s3enc_gui.jobs.history.save_receipt import SaveReceipt


class ReceiptSaver(QWidget):
    """Asks for a file and writes it; `told` carries what became of it, and its tone."""

    told = Signal(object, str)

    def __init__(self, runner: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._write = LatestJob(runner, self)
        self._write.answered.connect(self._written)
        self._write.failed.connect(self._failed)

    def save(self, receipts: tuple[Receipt, ...]) -> None:
        """Ask where to, and write."""
        dialog = save_dialog(
            self.parentWidget(), self.tr("Save receipt"), "receipt.json", ("json", "csv")
        )
        dialog.filterSelected.connect(self._kind_chosen)
        dialog.fileSelected.connect(self._chosen)
        self._receipts = receipts
        self._dialog = dialog
        dialog.open()

    def write(self, path: str, receipts: tuple[Receipt, ...]) -> None:
        """Write to a file: CSV where its name ends so, else JSON."""
        self._write.ask(SaveReceipt(path, receipts))

    @Slot(str)
    def _kind_chosen(self, kind: str) -> None:
        """Change the name now: the dialog asks before a file of that name is replaced."""
        suffix = "csv" if kind == name_filter("csv") else "json"
        self._dialog.setDefaultSuffix(suffix)
        name = Path((self._dialog.selectedFiles() or ["receipt"])[0]).with_suffix(f".{suffix}")
        self._dialog.selectFile(name.name)

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.write(path, self._receipts)

    @Slot(object)
    def _written(self, path: str) -> None:
        self.told.emit(AppError(self.tr("The receipt is saved"), path), "ok")

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.told.emit(error, "error")

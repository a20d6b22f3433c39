"""Saves receipts to a file that the user chooses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.save_dialog import name_filter, save_dialog
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.history.save_receipt import SaveReceipt


class ReceiptSaver(QWidget):
    """Shows the save dialog and writes the file; `reported` carries the result and its tone."""

    reported = Signal(object, str)

    def __init__(self, runner: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.hide()
        self._write = LatestJob(runner, self)
        self._write.answered.connect(self._written)
        self._write.failed.connect(self._failed)

    def save(self, receipts: tuple[Receipt, ...]) -> None:
        """Show the dialog; write the chosen file."""
        dialog = save_dialog(self._parent, _("Save receipt"), "receipt.json", ("json", "csv"))
        dialog.filterSelected.connect(self._filter_selected)
        dialog.fileSelected.connect(self._chosen)
        self._receipts = receipts
        self._dialog = dialog
        dialog.open()

    def write(self, path: str, receipts: tuple[Receipt, ...]) -> None:
        """Write to a file: CSV if its name ends in .csv, else JSON."""
        self._write.ask(SaveReceipt(path, receipts))

    @Slot(str)
    def _filter_selected(self, chosen: str) -> None:
        """Change the suffix now: the dialog asks before it overwrites a file of that name."""
        suffix = "csv" if chosen == name_filter("csv") else "json"
        self._dialog.setDefaultSuffix(suffix)
        name = Path((self._dialog.selectedFiles() or ["receipt"])[0]).with_suffix(f".{suffix}")
        self._dialog.selectFile(name.name)

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.write(path, self._receipts)

    @Slot(object)
    def _written(self, path: str) -> None:
        self.reported.emit(AppError(text("The receipt is saved"), path), "ok")

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.reported.emit(error, "error")

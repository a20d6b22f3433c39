"""Saves receipts to a file that the user chooses, and opens it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.location import plain_name
from s3enc_gui.domain.times import local
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.files.file_opener import FileOpener, open_text, show_text
from s3enc_gui.gui.widgets.save_dialog import name_filter, save_dialog
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.history.save_receipt import SaveReceipt

_SUFFIXES = ("html", "json", "csv")  # the first is for people
_FORBIDDEN = frozenset('<>:"/\\|?*')
_MAX_NAME = 80  # characters of an object's name


class ReceiptSaver(QWidget):
    """Shows the save dialog and writes the file; the result is shown in `banner`."""

    saved = Signal(str)

    def __init__(self, runner: Runner, banner: ErrorBanner, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent, self._banner = parent, banner
        self.hide()
        self._opener = FileOpener(runner, self)
        self._opener.problem.connect(banner.show_error)
        self._write = LatestJob(runner, self)
        self._write.answered.connect(self._written)
        self._write.failed.connect(banner.show_error)

    def save(self, receipts: tuple[Receipt, ...]) -> None:
        """Show the dialog; write the chosen file."""
        dialog = save_dialog(self._parent, _("Save receipt"), proposed_name(receipts), _SUFFIXES)
        dialog.filterSelected.connect(self._filter_selected)
        dialog.fileSelected.connect(self._chosen)
        self._receipts = receipts
        self._dialog = dialog
        dialog.open()

    def write(self, path: str, receipts: tuple[Receipt, ...]) -> None:
        """Write to a file: HTML or CSV if its name ends so, else JSON."""
        self._write.ask(SaveReceipt(path, receipts))

    @Slot(str)
    def _filter_selected(self, chosen: str) -> None:
        """Change the suffix now: the dialog asks before it overwrites a file of that name."""
        suffix = next(one for one in _SUFFIXES if name_filter(one) == chosen)
        self._dialog.setDefaultSuffix(suffix)
        name = Path((self._dialog.selectedFiles() or ["receipt"])[0]).name
        stem = name.removesuffix(Path(name).suffix) if Path(name).suffix[1:] in _SUFFIXES else name
        self._dialog.selectFile(f"{stem}.{suffix}")

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.write(path, self._receipts)

    @Slot(object)
    def _written(self, path: str) -> None:
        actions = (
            (open_text(), partial(self._opener.open, path)),
            (show_text(), partial(self._opener.show_in_folder, path)),
        )
        self._banner.show_error(AppError(text("The receipt is saved"), path), "ok", actions)
        self.saved.emit(path)


def proposed_name(receipts: Sequence[Receipt]) -> str:
    """Return a file name after the object, or after the upload: its bucket and day."""
    if len(receipts) == 1:
        name = plain_name(receipts[0].key) or receipts[0].key
    else:
        times = [one.ended or one.started for one in receipts]
        days = sorted({f"{local(time):%Y-%m-%d}" for time in times if time})
        name = "-".join([receipts[0].bucket, *days[:1]] if receipts else [])
    safe = "".join("-" if one in _FORBIDDEN or not one.isprintable() else one for one in name)
    return f"receipt-{safe[:_MAX_NAME].strip(' .')}.{_SUFFIXES[0]}".replace("receipt-.", "receipt.")

"""Button that writes the receipts of a change of encryption to a file."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.exporter import Exporter
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.reencryption.receipts import WriteReceipts


class ReceiptsButton(QPushButton):
    """`exporter` shows the progress, `banner` the end. `busy_changed` follows both."""

    busy_changed = Signal(bool)

    def __init__(self, runner: Runner, banner: ErrorBanner) -> None:
        super().__init__(_("Save re&ceipts…"))
        self._banner = banner
        self._path, self._bucket = "", ""
        self.exporter = Exporter(runner, _("Cancel e&xport"))
        self.clicked.connect(self._ask)
        self.exporter.written.connect(self._saved)
        self.exporter.failed.connect(banner.show_error)
        self.exporter.busy_changed.connect(self.busy_changed)

    def set_run(self, path: str, bucket: str) -> None:
        """Write the receipts of the run whose file is at `path` from now on."""
        self._path, self._bucket = path, bucket

    def save(self, path: str) -> None:
        """Write what was before and after, for each object, to a CSV or JSON file."""
        if self._path:
            self.exporter.run(WriteReceipts(self._path, path))

    @Slot()
    def _ask(self) -> None:
        if self._path:
            bucket = self._bucket.rpartition(":")[2].replace("/", "-")
            self.exporter.ask(_("Save receipts"), f"encryption-{bucket}.csv", self.save)

    @Slot(object)
    def _saved(self, path: str) -> None:
        self._banner.show_info(AppError(text("Saved the receipts"), path))

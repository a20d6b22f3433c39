"""Export to a file: asks for the path, runs the job, shows its progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.save_dialog import save_dialog
from s3enc_gui.i18n import _
from s3enc_gui.jobs.context import Job


class Exporter(QWidget):
    """Progress of an export and a button to cancel it; hidden while none is running.

    `written` carries the job's result, `failed` an AppError, `busy_changed` whether one is running.
    """

    written = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, runner: Runner, cancel_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy, self.cancel = BusyIndicator(), QPushButton(cancel_text)
        self.cancel.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._busy)
        row.addWidget(self.cancel)
        self.hide()
        self._latest = LatestJob(runner, self)
        self._latest.answered.connect(self.written)
        self._latest.failed.connect(self.failed)
        self._latest.reported.connect(self._show_progress)
        self._latest.busy_changed.connect(self._show_busy)
        self.cancel.clicked.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether an export is running."""
        return self._latest.busy

    def ask(self, title: str, name: str, write: Callable[[str], None]) -> None:
        """Ask for a path, proposing `name`, and call `write` with it."""
        dialog = save_dialog(self.window(), title, name, (Path(name).suffix[1:],))
        dialog.fileSelected.connect(write)
        dialog.open()

    def run(self, job: Job[Any]) -> None:
        """Run the job that writes the file."""
        self._latest.ask(job)

    @Slot()
    def stop(self) -> None:
        """Cancel the export, if one is running."""
        self._latest.drop()

    @Slot(object)
    def _show_progress(self, reports: tuple[Progress, ...]) -> None:
        percent = (reports[-1].permille or 0) // 10
        self._busy.start(_("Exporting… {percent}%").format(percent=percent))

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(_("Exporting…"))
        else:
            self._busy.stop()
        self.setVisible(busy)
        self.busy_changed.emit(busy)

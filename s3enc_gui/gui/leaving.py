"""Leaving while files are on their way."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.upload import UploadFiles


class Leaving(QObject):
    """Decides whether the window may close: `allowed` follows where it may only later.

    `stopping` tells that uploads are being stopped, for the window to show.
    """

    allowed = Signal()
    stopping = Signal()

    def __init__(self, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window
        self._box: QMessageBox | None = None
        self._decided = False

    def may_leave(self) -> bool:
        """Return whether nothing keeps the window; else ask the user."""
        if self._decided or not self._uploads():
            return True
        if self._box is None:
            self._box = self._question()
            self._box.open()
        return False

    def _uploads(self) -> int:
        return sum(isinstance(job, UploadFiles) for job in self._runner.running())

    def _question(self) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Uploads are under way"))
        box.setText(self.tr("Files are still being uploaded."))
        box.setInformativeText(
            self.tr("If you stop now, what has not arrived completely is not stored.")
        )
        wait = box.addButton(self.tr("Keep uploading"), QMessageBox.ButtonRole.RejectRole)
        stop = box.addButton(self.tr("Stop and quit"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(wait)
        box.setEscapeButton(wait)
        stop.clicked.connect(self._stop)
        box.finished.connect(self._answered)
        return box

    def _answered(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None

    def _stop(self) -> None:
        self._decided = True
        if not self._runner.running():
            self.allowed.emit()
            return
        self.stopping.emit()
        self._runner.idle.connect(self.allowed)
        self._runner.cancel_all()

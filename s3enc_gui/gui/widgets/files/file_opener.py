"""Opens a file with its application, or shows it in its folder."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.desktop.show_file import FindFile, ShowInFolder


class FileOpener(QObject):
    """Looks for the file in a job: its drive may be slow. `problem` carries an AppError."""

    problem = Signal(object)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._find, self._show = LatestJob(runner, self), LatestJob(runner, self)
        self._find.answered.connect(self._found)
        self._show.answered.connect(self._shown)
        for job in (self._find, self._show):
            job.failed.connect(self.problem)

    def open(self, path: str) -> None:
        """Open a file or folder with the application of the user's choice."""
        self._find.ask(FindFile(path))

    def show_in_folder(self, path: str) -> None:
        """Show a file, selected in its folder."""
        self._show.ask(ShowInFolder(path))

    @Slot(object)
    def _found(self, path: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self.problem.emit(AppError(text("No application can open this file"), path))

    @Slot(object)
    def _shown(self, folder: str) -> None:
        if folder:
            self._found(folder)


def open_text() -> str:
    """Return the text of the command that opens a file."""
    return _("Open file")


def show_text() -> str:
    """Return the text of the command that shows a file in its folder."""
    return _("Show in folder")

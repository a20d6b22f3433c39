"""Leaving while files are on their way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.gui.widgets.question import Question
from s3enc_gui.jobs.uploads.transfer_commands import StopTransfers
from s3enc_gui.jobs.uploads.upload import UploadFiles


class CloseGuard(QObject):
    """Decides whether the window may close: `allowed` follows where it may only later.

    `stopping` tells that transfers are being stopped, for the window to show, and `problem`, an
    AppError, that this did not succeed. `keeps`: what has not arrived is gone on with next time.
    `errands` counts what else is being done at S3, which nobody goes on with, `downloads` those
    that are under way.
    """

    allowed = Signal()
    stopping = Signal()
    problem = Signal(object)

    def __init__(
        self,
        runner: Runner,
        totals: TransferTotals,
        window: QWidget,
        operations: Callable[[], int] = lambda: 0,
        downloads: Callable[[], int] = lambda: 0,
        *,
        keeps: bool,
    ) -> None:
        super().__init__(window)
        self._runner, self._totals, self._window = runner, totals, window
        self._operations, self._downloads = operations, downloads
        self.keeps = keeps
        self._sure = Question(window)
        self._sure.confirmed.connect(self._leave)
        self._box: QMessageBox | None = None
        self._decided = False

    def may_leave(self) -> bool:
        """Return whether nothing keeps the window; else ask the user."""
        if self._decided:
            return True
        if self._totals.active or self._uploads():
            if self._box is None:
                self._box = self._question()
                self._box.open()
        elif self._operations():
            self._ask_about_operations()
        elif self._downloads():
            self._ask_about_downloads()
        else:
            return True
        return False

    def _ask_about_operations(self) -> None:
        self._sure.ask(
            self.tr("Work at S3 is under way"),
            self.tr("Something is still being copied, moved or deleted."),
            self.tr(
                "If you quit now, the rest is left as it is. Nothing is lost: what is moved is"
                " deleted only after its copy is verified."
            ),
            self.tr("Stop and quit"),
            self.tr("Keep working"),
        )

    def _ask_about_downloads(self) -> None:
        self._sure.ask(
            self.tr("A download is under way"),
            self.tr("Not everything has been downloaded yet."),
            self.tr("If you quit now, what has come is kept, and you can go on with it next time.")
            if self.keeps
            else self.tr(
                "If you quit now, files that are complete stay. Of the others, what has come stays"
                " beside them under hidden names that end with “.s3enc-part”."
            ),
            self.tr("Quit"),
            self.tr("Keep downloading"),
        )

    def _uploads(self) -> int:
        return sum(isinstance(job, UploadFiles) for job in self._runner.running())

    def _question(self) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Uploads are under way"))
        box.setText(self._deletion_count_text())
        told = (
            self.tr(
                "If you quit now, S3enc goes on with them the next time it is started."
                " If you stop them, what has not arrived completely is not stored, and nothing of"
                " it is left at S3."
            )
            if self.keeps
            else self.tr("If you stop now, what has not arrived completely is not stored.")
        )
        box.setInformativeText(told)
        role = QMessageBox.ButtonRole
        wait = box.addButton(self.tr("Keep uploading"), role.RejectRole)
        if self.keeps:
            later = box.addButton(self.tr("Quit and go on next time"), role.AcceptRole)
            later.clicked.connect(self._leave)
        stop = box.addButton(self.tr("Stop and quit"), role.DestructiveRole)
        stop.clicked.connect(self._stop)
        box.setDefaultButton(wait)
        box.setEscapeButton(wait)
        box.finished.connect(self._answered)
        return box

    def _deletion_count_text(self) -> str:
        count = self._totals.active
        if count > 1:
            return self.tr("{:,} files are still to be uploaded.").format(count)
        return self.tr("A file is still to be uploaded.")

    def _answered(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None

    def _leave(self) -> None:
        self._decided = True
        self.allowed.emit()

    def _stop(self) -> None:
        # From here on the window may be closed at once by whoever does not want to wait.
        self._decided = True
        self.stopping.emit()
        handle = self._runner.start(StopTransfers())
        handle.succeeded.connect(self._stopped)
        handle.failed.connect(self._failed)

    def _stopped(self) -> None:
        # An upload that was still looking for its bucket is stopped with all other jobs.
        self._runner.idle.connect(self.allowed)
        self._runner.cancel_all()

    def _failed(self, error: object) -> None:
        self._decided = not self.keeps
        self.problem.emit(error)

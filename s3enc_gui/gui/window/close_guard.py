"""Confirms closing the window while uploads, downloads or other operations are running."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.question import Question
from s3enc_gui.i18n import _, ngettext, text
from s3enc_gui.jobs.uploads.transfer_commands import StopTransfers
from s3enc_gui.jobs.uploads.upload import UploadFiles

STOPPING = AppError(
    text("Stopping the uploads…"),
    text("The window closes when their incomplete data has been removed from S3."),
    text("To quit immediately, close the window again."),
)


class CloseGuard(QObject):
    """Decides whether the window can close.

    `uploads`, `operations` and `downloads` return the number of those that are running. `keeps`:
    uploads can be resumed later. Signals: `allowed`, the window can close now; `stopping`, the
    uploads are being stopped; `problem`, an AppError: they couldn't be stopped.
    """

    allowed = Signal()
    stopping = Signal()
    problem = Signal(object)

    def __init__(
        self,
        runner: Runner,
        window: QWidget,
        uploads: Callable[[], int],
        operations: Callable[[], int],
        downloads: Callable[[], int],
        *,
        keeps: bool,
    ) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window
        self._uploads, self._operations, self._downloads = uploads, operations, downloads
        self.keeps = keeps
        self._question = Question(window)
        self._question.confirmed.connect(self._allow)
        self._box: QMessageBox | None = None
        self._decided = False

    def set_keeps(self, keeps: bool) -> None:
        """Set whether uploads can be resumed later."""
        self.keeps = keeps

    def may_close(self) -> bool:
        """Return whether the window can close; if not, ask the user."""
        if self._decided:
            return True
        if self._uploads() or self._is_uploading():
            if self._box is None:
                self._box = self._upload_box()
                self._box.open()
        elif self._operations():
            self._ask_about_operations()
        elif self._downloads():
            self._ask_about_downloads()
        else:
            return True
        return False

    def _ask_about_operations(self) -> None:
        self._question.ask(
            _("Operations in progress"),
            _("Objects are still being copied, moved or deleted."),
            _(
                "If you quit now, the remaining objects are left unchanged. Nothing is lost:"
                " an object that is moved is deleted only after its copy is verified."
            ),
            _("Stop and quit"),
            _("Keep working"),
        )

    def _ask_about_downloads(self) -> None:
        self._question.ask(
            _("Download in progress"),
            _("Some files haven't been downloaded yet."),
            _("If you quit now, downloaded data is kept. You can resume the download next time.")
            if self.keeps
            else _(
                "If you quit now, complete files are kept. Incomplete files are kept next "
                "to them, as hidden files that end with “.s3enc-part”."
            ),
            _("Quit"),
            _("Keep downloading"),
        )

    def _is_uploading(self) -> bool:
        return any(isinstance(job, UploadFiles) for job in self._runner.running())

    def _upload_box(self) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_("Uploads in progress"))
        box.setText(self._count_text())
        box.setInformativeText(
            _(
                "If you quit now, S3enc resumes the uploads the next time it starts. If "
                "you stop the uploads, incomplete ones are discarded, and nothing of them "
                "remains in S3."
            )
            if self.keeps
            else _("If you stop now, incomplete uploads are discarded.")
        )
        role = QMessageBox.ButtonRole
        wait = box.addButton(_("Keep uploading"), role.RejectRole)
        if self.keeps:
            later = box.addButton(_("Quit and resume next time"), role.AcceptRole)
            later.clicked.connect(self._allow)
        stop = box.addButton(_("Stop and quit"), role.DestructiveRole)
        stop.clicked.connect(self._stop)
        box.setDefaultButton(wait)
        box.setEscapeButton(wait)
        box.finished.connect(self._answered)
        return box

    def _count_text(self) -> str:
        count = max(1, self._uploads())  # an upload that isn't in the queue yet counts as one
        return ngettext(
            "{count:,} file hasn't been uploaded yet.",
            "{count:,} files haven't been uploaded yet.",
            count,
        ).format(count=count)

    def _answered(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None

    def _allow(self) -> None:
        self._decided = True
        self.allowed.emit()

    def _stop(self) -> None:
        # The user can close the window again, to quit without waiting.
        self._decided = True
        self.stopping.emit()
        handle = self._runner.start(StopTransfers())
        handle.succeeded.connect(self._stopped)
        handle.failed.connect(self._failed)

    def _stopped(self) -> None:
        # Uploads that aren't in the queue yet are canceled with all other jobs.
        self._runner.idle.connect(self.allowed)
        self._runner.cancel_all()

    def _failed(self, error: object) -> None:
        self._decided = not self.keeps
        self.problem.emit(error)

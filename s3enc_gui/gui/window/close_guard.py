"""Confirms closing the window while uploads, downloads or other operations are running."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.question import Asked, Question
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

    `uploads`, `downloads`, `operations` and `changes` (of encryption) return the number of those
    that are running. `keeps`: uploads can be resumed later. Signals: `allowed`, the window can
    close now; `hidden`, it closes, and the program goes on; `stopping`, the uploads are being
    stopped; `problem`, an AppError: they couldn't be stopped.
    """

    allowed = Signal()
    hidden = Signal()
    stopping = Signal()
    problem = Signal(object)

    def __init__(
        self,
        runner: Runner,
        window: QWidget,
        uploads: Callable[[], int],
        downloads: Callable[[], int],
        operations: Callable[[], int],
        changes: Callable[[], int],
        *,
        keeps: bool,
    ) -> None:
        super().__init__(window)
        self._runner = runner
        self._uploads, self._operations, self._downloads = uploads, operations, downloads
        self._changes = changes
        self.keeps = keeps
        self._question = Question(window)
        self._question.confirmed.connect(self._confirm)
        self._question.other_chosen.connect(self.hidden)
        self._decided = False

    def set_keeps(self, keeps: bool) -> None:
        """Set whether uploads can be resumed later."""
        self.keeps = keeps

    def is_busy(self) -> bool:
        """Return whether something is running that ends with the program."""
        counts = (self._operations(), self._downloads(), self._changes())
        return self._is_uploading() or any(counts)

    def may_close(self) -> bool:
        """Return whether the window can close; if not, ask the user."""
        if self._decided or not self.is_busy():
            return True
        self._question.ask(self._asked)
        return False

    def _asked(self) -> Asked | None:
        if self._is_uploading():
            return self._asked_about_uploads()
        if self._operations():
            return _asked_about_operations()
        if self._changes():
            return self._asked_about_changes()
        return self._asked_about_downloads() if self._downloads() else None

    def _asked_about_changes(self) -> Asked:
        return Asked(
            _("Change of encryption in progress"),
            _("The encryption of objects is still being changed."),
            _(
                "If you quit now, the remaining objects stay as they are. S3enc offers to resume"
                " the change the next time it starts."
            )
            if self.keeps
            else _("If you quit now, the remaining objects stay as they are."),
            yes=_("Quit"),
            no=_("Cancel"),
            other=_("Close the window and keep changing"),
        )

    def _asked_about_downloads(self) -> Asked:
        return Asked(
            _("Download in progress"),
            _("Some files haven't been downloaded yet."),
            _("If you quit now, downloaded data is kept. You can resume the download next time.")
            if self.keeps
            else _(
                "If you quit now, complete files are kept. Incomplete files are kept next "
                "to them, as hidden files that end with “.s3enc-part”."
            ),
            yes=_("Quit"),
            no=_("Cancel"),
            other=_("Close the window and keep downloading"),
        )

    def _is_uploading(self) -> bool:
        return self._uploads() > 0 or any(
            isinstance(job, UploadFiles) for job in self._runner.running()
        )

    def _asked_about_uploads(self) -> Asked:
        return Asked(
            _("Uploads in progress"),
            self._count_text(),
            _(
                "S3enc can go on without its window until all files are stored. If you stop now, it"
                " offers to resume the next time it starts, and continues where S3 has got."
            )
            if self.keeps
            else _(
                "S3enc can go on without its window until all files are stored. If you stop now,"
                " incomplete uploads are discarded."
            ),
            yes=_("Stop uploading (resume next time)") if self.keeps else _("Stop uploading"),
            no=_("Cancel"),
            other=_("Close the window and keep uploading"),
        )

    def _count_text(self) -> str:
        count = max(1, self._uploads())  # an upload that isn't in the queue yet counts as one
        return ngettext(
            "{count:,} file hasn't been uploaded yet.",
            "{count:,} files haven't been uploaded yet.",
            count,
        ).format(count=count)

    def _confirm(self) -> None:
        if self._is_uploading() and not self.keeps:
            self._stop()
        else:
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
        self.problem.emit(error)


def _asked_about_operations() -> Asked:
    return Asked(
        _("Operations in progress"),
        _("Objects are still being copied, moved or deleted."),
        _(
            "If you quit now, the remaining objects are left unchanged. Nothing is lost:"
            " an object that is moved is deleted only after its copy is verified."
        ),
        yes=_("Stop and quit"),
        no=_("Cancel"),
        other=_("Close the window and keep working"),
    )

"""What whoever started a job holds in hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.errors import AppError


class JobHandle(QObject):
    """The signals of one job, all in the GUI thread, and the wish to stop it.

    `progressed` carries a tuple of the reports since the last time. One of `succeeded` (result),
    `failed` (AppError) and `cancelled` follows the last report, and `finished` follows that.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(object)
    finished = Signal()

    cancel_requested = Signal()

    def cancel(self) -> None:
        """Ask the job to stop; `cancelled` follows, or the result where it was done already."""
        self.cancel_requested.emit()

    def succeed(self, result: object) -> None:
        """Tell of success, and of the end."""
        self.succeeded.emit(result)
        self.finished.emit()

    def fail(self, error: AppError) -> None:
        """Tell of failure, and of the end."""
        self.failed.emit(error)
        self.finished.emit()

    def be_cancelled(self) -> None:
        """Tell that the job was stopped, and of the end."""
        self.cancelled.emit()
        self.finished.emit()

"""Handle of a running job: its signals, and its cancellation."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.errors import AppError


class JobHandle(QObject):
    """The signals of one job, all emitted in the GUI thread, and its cancellation.

    `progressed` carries a tuple of the reports since the last emission. After the last report, one
    of `succeeded` (result), `failed` (AppError) and `cancelled` is emitted, then `finished`.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(object)
    finished = Signal()

    cancel_requested = Signal()

    def cancel(self) -> None:
        """Request cancellation; `cancelled` follows, or the result if the job was already done."""
        self.cancel_requested.emit()

    def succeed(self, result: object) -> None:
        """Emit `succeeded` and `finished`."""
        self.succeeded.emit(result)
        self.finished.emit()

    def fail(self, error: AppError) -> None:
        """Emit `failed` and `finished`."""
        self.failed.emit(error)
        self.finished.emit()

    def confirm_cancelled(self) -> None:
        """Emit `cancelled` and `finished`."""
        self.cancelled.emit()
        self.finished.emit()

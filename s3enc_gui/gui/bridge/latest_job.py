"""Runs the latest of several jobs and ignores the results of earlier ones."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.context import Job


class LatestJob(QObject):
    """Starting a job cancels the one before it and disconnects its signals.

    So a late result of an earlier job (of another bucket, say) is never shown. `busy_changed`
    carries whether a job is running.
    """

    answered = Signal(object)
    failed = Signal(object)
    reported = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: JobHandle | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._handle is not None

    def ask(self, job: Job[Any]) -> None:
        """Start a job; cancel and disconnect the one before it."""
        was_busy = self.busy
        self._disconnect()
        handle = self._runner.start(job)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.progressed.connect(self.reported)
        handle.cancelled.connect(self._cancelled)
        self._handle = handle
        if not was_busy:
            self.busy_changed.emit(True)

    def drop(self) -> None:
        """Cancel and disconnect the running job, if there is one."""
        if self.busy:
            self._disconnect()
            self.busy_changed.emit(False)

    def _disconnect(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.succeeded.disconnect(self._succeeded)
            handle.failed.disconnect(self._failed)
            handle.progressed.disconnect(self.reported)
            handle.cancelled.disconnect(self._cancelled)
            handle.cancel()

    @Slot(object)
    def _succeeded(self, result: object) -> None:
        self._end()
        self.answered.emit(result)

    @Slot(object)
    def _failed(self, error: object) -> None:
        self._end()
        self.failed.emit(error)

    @Slot()
    def _cancelled(self) -> None:
        self._end()

    def _end(self) -> None:
        self._handle = None
        self.busy_changed.emit(False)

"""One question at a time."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.context import Job


class LatestJob(QObject):
    """Asks with a job and hears only the answer to the latest: an older bucket's comes too late.

    `busy_changed` tells whether an answer is awaited.
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
        """Whether an answer is awaited."""
        return self._handle is not None

    def ask(self, job: Job[Any]) -> None:
        """Start a job; the one before it is stopped and no longer heard."""
        was_busy = self.busy
        self._let_go()
        handle = self._runner.start(job)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.progressed.connect(self.reported)
        handle.cancelled.connect(self._cancelled)
        self._handle = handle
        if not was_busy:
            self.busy_changed.emit(True)

    def drop(self) -> None:
        """Stop what is under way, if anything is, and hear no more of it."""
        if self.busy:
            self._let_go()
            self.busy_changed.emit(False)

    def _let_go(self) -> None:
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

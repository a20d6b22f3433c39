"""Runs each job on its own thread: the only module that creates threads."""

from __future__ import annotations

import gc
import sys
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import delete, isValid

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.job_thread import JobThread
from s3enc_gui.gui.bridge.throttle import Throttle
from s3enc_gui.jobs.context import Job, Services

SWITCH_INTERVAL = 0.001  # seconds until a job's thread releases the GIL to the GUI thread
FREEZE_MS = 1000  # interval of freeze_garbage while jobs run


class JobRunner(QObject):
    """Runs each job on its own thread; `idle` is emitted when the last one has ended.

    `shutdown` must be called before the process exits: destroying a running QThread aborts it.

    Shortens the interpreter's switch interval (default 5 ms): to paint a table, Qt calls the model
    hundreds of times and acquires the GIL for each call.
    """

    idle = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._services, self._is_shut_down = services, False
        self._runs: set[_Run] = set()
        self._ended: list[_Run] = []
        self._release_timer = QTimer(self, singleShot=True, interval=0)
        self._release_timer.timeout.connect(self._release)
        self._freeze_timer = QTimer(self, interval=FREEZE_MS)
        self._freeze_timer.timeout.connect(freeze_garbage)

    def start(self, job: Job[Any]) -> JobHandle:
        """Start a job; its handle emits all signals in the GUI thread.

        After `shutdown`, it isn't started: nothing would wait for its thread.
        """
        run = _Run(job, self._services)
        if self._is_shut_down:
            return run.handle
        self._runs.add(run)
        run.ended.connect(self._end)
        self._freeze_timer.start()
        run.begin()
        return run.handle

    def running(self) -> tuple[Job[Any], ...]:
        """Return the jobs that are running."""
        return tuple(run.job for run in self._runs)

    def cancel_all(self) -> None:
        """Request cancellation of every job."""
        for run in tuple(self._runs):
            run.worker.cancel()

    def shutdown(self) -> None:
        """Cancel all jobs and wait for their threads; not from a slot of a handle."""
        self._is_shut_down = True
        self.cancel_all()
        runs = (*self._runs, *self._ended)
        for run in runs:
            if isValid(run):
                run.worker.wait()
                delete(run)
        self._runs.clear()
        self._ended.clear()

    def _end(self, run: _Run) -> None:
        # Keeps the wrapper alive (docs/decisions/0010-wrappers-outlive-their-objects.md).
        self._runs.discard(run)
        self._ended.append(run)
        run.deleteLater()
        self._release_timer.start()
        freeze_garbage()
        if not self._runs:
            self._freeze_timer.stop()
            self.idle.emit()

    def _release(self) -> None:
        # In a nested event loop (of a dialog), deleteLater takes effect later.
        self._ended = [run for run in self._ended if isValid(run)]


def freeze_garbage() -> None:
    """Exclude all objects alive now from full garbage collections.

    A full collection stops all threads: about 90 ms with boto3 and Qt's wrappers loaded, 150 ms
    with the outcomes of 20,000 files. Reference counting still frees frozen objects; only cycles
    that survive the collection made here are never freed.
    """
    gc.collect(1)
    gc.freeze()


class _Run(QObject):
    """A running job: thread, throttle and handle.

    After `ended`, the runner deletes it and keeps a reference until Qt has done so.
    """

    ended = Signal(object)

    def __init__(self, job: Job[Any], services: Services) -> None:
        super().__init__()
        self.job = job
        self.handle = JobHandle()
        self._throttle = Throttle(self)
        self.worker = JobThread(job, services, self._throttle.add, self)
        self._throttle.batch.connect(self.handle.progressed)
        # Direct: the job may be blocked in a library call; cancellation must not wait for it.
        self.handle.cancel_requested.connect(self.worker.cancel, Qt.ConnectionType.DirectConnection)
        self.worker.succeeded.connect(self._succeed)
        self.worker.failed.connect(self._fail)
        self.worker.cancelled.connect(self._cancel)
        self.worker.finished.connect(self._finish)

    def begin(self) -> None:
        """Start the thread."""
        self._throttle.start()
        self.worker.start()

    def _succeed(self, result: object) -> None:
        self._throttle.stop()
        self.handle.succeed(result)

    def _fail(self, error: AppError) -> None:
        self._throttle.stop()
        self.handle.fail(error)

    def _cancel(self) -> None:
        self._throttle.stop()
        self.handle.confirm_cancelled()

    def _finish(self) -> None:
        # `finished` is emitted shortly before the thread ends; destroying it earlier would abort.
        self.worker.wait()
        self.ended.emit(self)

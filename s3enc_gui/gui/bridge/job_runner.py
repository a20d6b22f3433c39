"""Starts jobs on threads of their own: the one place where threads are made."""

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

SWITCH = 0.001  # seconds that a job's thread keeps Python's lock while the window wants it
SETTLE_MS = 1000  # between two times of settling, while jobs run


class JobRunner(QObject):
    """Runs each job on a thread of its own; `idle` tells that none is left.

    `shutdown` must be called before the program ends: a started QThread left alive aborts it.

    From the first runner on, threads hand Python's lock on sooner than usual (5 ms): Qt takes it
    anew for each of the hundreds of questions it asks a model to paint a table.
    """

    idle = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH)
        self._services = services
        self._runs: set[_Run] = set()
        self._ended: list[_Run] = []
        self._burial = QTimer(self, singleShot=True, interval=0)
        self._burial.timeout.connect(self._bury)
        self._settling = QTimer(self, interval=SETTLE_MS)
        self._settling.timeout.connect(settle)

    def start(self, job: Job[Any]) -> JobHandle:
        """Start a job; every signal of its handle comes in the GUI thread."""
        run = _Run(job, self._services)
        self._runs.add(run)
        run.ended.connect(self._forget)
        self._settling.start()
        run.begin()
        return run.handle

    def running(self) -> tuple[Job[Any], ...]:
        """Return the jobs that are under way."""
        return tuple(run.job for run in self._runs)

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for run in tuple(self._runs):
            run.worker.cancel()

    def shutdown(self) -> None:
        """Cancel all jobs and wait until every thread has ended; not for a slot of a handle."""
        self.cancel_all()
        runs = (*self._runs, *self._ended)
        for run in runs:
            if isValid(run):
                run.worker.wait()
                delete(run)
        self._runs.clear()
        self._ended.clear()

    def _forget(self, run: _Run) -> None:
        # Python's side must outlive Qt's (docs/decisions/0010-wrappers-outlive-their-objects.md).
        self._runs.discard(run)
        self._ended.append(run)
        run.deleteLater()
        self._burial.start()
        settle()
        if not self._runs:
            self._settling.stop()
            self.idle.emit()

    def _bury(self) -> None:
        # In a nested event loop (a dialog's) Qt deletes later still.
        self._ended = [run for run in self._ended if isValid(run)]


def settle() -> None:
    """Take what has been loaded or reported by now out of the garbage collector's full rounds.

    A full round stops every thread, the window's too: some 90 ms over boto3 and Qt's wrappers,
    150 ms over the outcomes of 20,000 files. What is dropped is given back all the same, but for
    cycles that live longer than the shorter round made here.
    """
    gc.collect(1)
    gc.freeze()


class _Run(QObject):
    """A job on its way: thread, throttle and handle, tied together.

    When it has `ended`, whoever started it deletes it, and holds it until Qt has done so.
    """

    ended = Signal(object)

    def __init__(self, job: Job[Any], services: Services) -> None:
        super().__init__()
        self.job = job
        self.handle = JobHandle()
        self._throttle = Throttle(self)
        self.worker = JobThread(job, services, self._throttle.add, self)
        self._throttle.batch.connect(self.handle.progressed)
        # Direct: `run` may be waiting in a library just now, and the wish must not wait for it.
        self.handle.cancel_requested.connect(self.worker.cancel, Qt.ConnectionType.DirectConnection)
        self.worker.succeeded.connect(self._succeed)
        self.worker.failed.connect(self._fail)
        self.worker.cancelled.connect(self._be_cancelled)
        self.worker.finished.connect(self._leave)

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

    def _be_cancelled(self) -> None:
        self._throttle.stop()
        self.handle.be_cancelled()

    def _leave(self) -> None:
        # `finished` comes a moment before the thread is gone; destroying it then would abort.
        self.worker.wait()
        self.ended.emit(self)

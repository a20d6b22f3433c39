"""A fake runner: records the jobs; the test decides how they end."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.jobs.context import Job

J = TypeVar("J")


class FakeRunner(QObject):
    """Records `started` jobs and their `handles`, in order.

    A test calls `succeed`, `fail`, `report` or `cancel` on the job started last, or picks one by
    its class: `runner.handle_of(ListBuckets).succeed(("a", "b"))`. `cancelled` are the jobs whose
    handle was asked to stop.
    """

    idle = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.started: list[Job[Any]] = []
        self.handles: list[JobHandle] = []
        self.cancelled: list[Job[Any]] = []
        self._running: list[Job[Any]] = []

    def start(self, job: Job[Any]) -> JobHandle:
        handle = JobHandle()
        handle.cancel_requested.connect(lambda: self.cancelled.append(job))
        handle.finished.connect(lambda: self._end(job))
        self.started.append(job)
        self.handles.append(handle)
        self._running.append(job)
        return handle

    def running(self) -> tuple[Job[Any], ...]:
        return tuple(self._running)

    def cancel_all(self) -> None:
        for handle in self.handles:
            handle.cancel()

    def _end(self, job: Job[Any]) -> None:
        self._running.remove(job)
        if not self._running:
            self.idle.emit()

    def jobs_of(self, kind: type[J]) -> list[J]:
        """All jobs of a class, in the order they were started."""
        return [job for job in self.started if isinstance(job, kind)]

    def handle_of(self, kind: type[object]) -> JobHandle:
        """The handle of the last job of a class."""
        pairs = zip(self.started, self.handles, strict=True)
        found = [handle for job, handle in pairs if isinstance(job, kind)]
        assert found, f"no {kind.__name__} among {self.started}"
        return found[-1]

    def succeed(self, result: object) -> None:
        self.handles[-1].succeed(result)

    def fail(self, error: AppError) -> None:
        self.handles[-1].fail(error)

    def cancel(self) -> None:
        self.handles[-1].confirm_cancelled()

    def report(self, *reports: object) -> None:
        self.handles[-1].progressed.emit(reports)

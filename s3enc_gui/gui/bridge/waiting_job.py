"""Runs one job at a time that may wait for a connection or a sign-in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.context import Job
from s3enc_gui.jobs.events import OutageChanged


class WaitingJob(QObject):
    """Base class. A job ends with `failed`, `stopped`, or what `_succeeded` emits.

    `changed` follows its start, its stopping and its end. `outage` is what the job waits for;
    `outages_changed` carries it in a tuple, `sign_in_requested` the Connection to sign in to.
    """

    changed = Signal()
    progressed = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    outages_changed = Signal(object)
    sign_in_requested = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: JobHandle | None = None
        self.stopping = False
        self.outage: Outage | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._handle is not None

    def stop(self) -> None:
        """Cancel the job; its end follows."""
        if self._handle is not None and not self.stopping:
            self.stopping = True
            self._handle.cancel()
            self._set_outage(None)
            self.changed.emit()

    @Slot()
    def request_sign_in(self) -> None:
        """Let the user sign in to what the job waits for."""
        if self.outage is not None:
            self.sign_in_requested.emit(self.outage.connection)

    # --- for subclasses -------------------------------------------------------------------------

    def _run(self, job: Job[Any]) -> None:
        """Start a job; none may be running."""
        handle = self._handle = self._runner.start(job)
        handle.progressed.connect(self._progressed)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        self.changed.emit()

    @Slot(object)
    def _progressed(self, reports: tuple[object, ...]) -> None:
        for one in reports:
            if isinstance(one, OutageChanged) and not self.stopping:
                self._set_outage(one.outage)

    @Slot(object)
    def _succeeded(self, _result: object) -> None:
        self._end()

    # --- inside ---------------------------------------------------------------------------------

    def _set_outage(self, outage: Outage | None) -> None:
        if outage != self.outage:
            self.outage = outage
            self.outages_changed.emit((outage,) if outage else ())

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self._end()
        self.failed.emit(error)

    @Slot()
    def _cancelled(self) -> None:
        self._end()
        self.stopped.emit()

    def _end(self) -> None:
        self._handle, self.stopping = None, False
        self._set_outage(None)
        self.changed.emit()

"""Runs the jobs of a change of encryption: the dry run, then the change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.reencryption.run import RunResult
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.reencryption.plan import PlanProgress, PlanReencryption, ReencryptionPlan
from s3enc_gui.jobs.reencryption.run import ReencryptionProgress, RunReencryption


class ReencryptionRunner(QObject):
    """Runs one job at a time; each ends with `planned`, `ran`, `failed` or `stopped`.

    `looked` and `progressed` carry PlanProgress and ReencryptionProgress. `outages_changed` carries
    what it waits for in a tuple.
    """

    changed = Signal()
    looked = Signal(object)
    progressed = Signal(object)
    planned = Signal(object)
    ran = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    outages_changed = Signal(object)
    sign_in_requested = Signal(object)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: JobHandle | None = None
        self.is_changing = False
        self.stopping = False
        self.outage: Outage | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._handle is not None

    def start(self, job: PlanReencryption | RunReencryption) -> None:
        """Start a job, unless one is running."""
        if self.busy:
            return
        self.is_changing = isinstance(job, RunReencryption)
        handle = self._handle = self._runner.start(job)
        handle.progressed.connect(self._progressed)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        self.changed.emit()

    def stop(self) -> None:
        """Cancel the dry run, or pause the change; `stopped` or `ran` follows."""
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

    def _set_outage(self, outage: Outage | None) -> None:
        if outage != self.outage:
            self.outage = outage
            self.outages_changed.emit((outage,) if outage else ())

    @Slot(object)
    def _progressed(self, reports: tuple[object, ...]) -> None:
        for one in reports:
            if isinstance(one, OutageChanged) and not self.stopping:
                self._set_outage(one.outage)
        if looked := [one for one in reports if isinstance(one, PlanProgress)]:
            self.looked.emit(looked[-1])
        if progressed := [one for one in reports if isinstance(one, ReencryptionProgress)]:
            self.progressed.emit(progressed[-1])

    @Slot(object)
    def _succeeded(self, result: ReencryptionPlan | RunResult) -> None:
        self._end()
        (self.ran if isinstance(result, RunResult) else self.planned).emit(result)

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

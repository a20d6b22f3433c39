"""Runs the job of an audit."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.outage import Outage
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.audits import AuditNotice
from s3enc_gui.jobs.audits.audit import (
    AuditBucket,
    AuditDone,
    AuditNotSaved,
    AuditProgress,
)
from s3enc_gui.jobs.events import OutageChanged


class AuditRunner(QObject):
    """Runs one audit at a time; each ends with `done`, `failed` or `stopped`.

    Results are kept even if it fails or is stopped. `job` and `notice` are the last ones; `path` is
    the job's file. `outage` is what the audit waits for; `outages_changed` carries it in a tuple.
    """

    changed = Signal()
    noticed = Signal(object)
    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    outages_changed = Signal(object)
    sign_in_requested = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: JobHandle | None = None
        self.job: AuditBucket | None = None
        self.notice: AuditNotice | None = None
        self.path = ""
        self.stopping = False
        self.outage: Outage | None = None

    @property
    def busy(self) -> bool:
        """Whether an audit is running."""
        return self._handle is not None

    def start(self, job: AuditBucket) -> None:
        """Start an audit, unless one is running."""
        if self.busy:
            return
        self.job, self.notice, self.path = job, None, str(job.path)
        handle = self._handle = self._runner.start(job)
        handle.progressed.connect(self._progressed)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        self.changed.emit()

    def stop(self) -> None:
        """Cancel the audit; `stopped` follows."""
        if self._handle is not None and not self.stopping:
            self.stopping = True
            self._handle.cancel()
            self._set_outage(None)
            self.changed.emit()

    @Slot()
    def request_sign_in(self) -> None:
        """Let the user sign in to what the audit waits for."""
        if self.outage is not None:
            self.sign_in_requested.emit(self.outage.connection)

    def _set_outage(self, outage: Outage | None) -> None:
        if outage != self.outage:
            self.outage = outage
            self.outages_changed.emit((outage,) if outage else ())

    @Slot(object)
    def _progressed(self, reports: tuple[object, ...]) -> None:
        for one in reports:
            if isinstance(one, (ListingNotice, AuditNotSaved)):
                self.notice = one
            if isinstance(one, AuditNotSaved):
                self.path = one.path
            if isinstance(one, OutageChanged) and not self.stopping:
                self._set_outage(one.outage)
            if isinstance(one, AuditNotice):
                self.noticed.emit(one)
        progress = [one for one in reports if isinstance(one, AuditProgress)]
        if progress:
            self.progressed.emit(progress[-1])

    @Slot(object)
    def _succeeded(self, result: AuditDone) -> None:
        self._end()
        self.done.emit(result)

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

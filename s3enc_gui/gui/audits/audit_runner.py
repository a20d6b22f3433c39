"""Runs the job of an audit."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.bridge.waiting_job import WaitingJob
from s3enc_gui.gui.messages.audits import AuditNotice
from s3enc_gui.jobs.audits.audit import (
    AuditBucket,
    AuditNotSaved,
    AuditProgress,
)


class AuditRunner(WaitingJob):
    """Runs one audit at a time; each ends with `done`, `failed` or `stopped`.

    Results are kept even if it fails or is stopped. `job` and `notice` are the last ones; `path` is
    the job's file. `outage` is what the audit waits for; `outages_changed` carries it in a tuple.
    """

    noticed = Signal(object)
    done = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(runner, parent)
        self.job: AuditBucket | None = None
        self.notice: AuditNotice | None = None
        self.path = ""

    def start(self, job: AuditBucket) -> None:
        """Start an audit, unless one is running."""
        if self.busy:
            return
        self.job, self.notice, self.path = job, None, str(job.path)
        self._run(job)

    @Slot(object)
    def _progressed(self, reports: tuple[object, ...]) -> None:
        super()._progressed(reports)
        for one in reports:
            if isinstance(one, (ListingNotice, AuditNotSaved)):
                self.notice = one
            if isinstance(one, AuditNotSaved):
                self.path = one.path
            if isinstance(one, AuditNotice):
                self.noticed.emit(one)
        progress = [one for one in reports if isinstance(one, AuditProgress)]
        if progress:
            self.progressed.emit(progress[-1])

    @Slot(object)
    def _succeeded(self, result: object) -> None:
        super()._succeeded(result)
        self.done.emit(result)

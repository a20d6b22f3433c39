"""Runs the jobs of a change of encryption: the dry run, then the change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.reencryption.run import RunResult
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.bridge.waiting_job import WaitingJob
from s3enc_gui.jobs.reencryption.plan import PlanProgress, PlanReencryption
from s3enc_gui.jobs.reencryption.run import ReencryptionProgress, RunReencryption


class ReencryptionRunner(WaitingJob):
    """Runs one job at a time; each ends with `planned`, `ran`, `failed` or `stopped`.

    `looked` and `progressed` carry PlanProgress and ReencryptionProgress. `outages_changed` carries
    what it waits for in a tuple.
    """

    looked = Signal(object)
    planned = Signal(object)
    ran = Signal(object)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(runner, parent)
        self.is_changing = False

    def start(self, job: PlanReencryption | RunReencryption) -> None:
        """Start a job, unless one is running."""
        if self.busy:
            return
        self.is_changing = isinstance(job, RunReencryption)
        self._run(job)

    @Slot(object)
    def _progressed(self, reports: tuple[object, ...]) -> None:
        super()._progressed(reports)
        if looked := [one for one in reports if isinstance(one, PlanProgress)]:
            self.looked.emit(looked[-1])
        if progressed := [one for one in reports if isinstance(one, ReencryptionProgress)]:
            self.progressed.emit(progressed[-1])

    @Slot(object)
    def _succeeded(self, result: object) -> None:
        super()._succeeded(result)
        (self.ran if isinstance(result, RunResult) else self.planned).emit(result)

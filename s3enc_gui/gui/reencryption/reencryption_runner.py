"""Runs the jobs of a change of encryption: the dry run, then the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.reencryption.run import RunFacts, RunResult
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.bridge.waiting_job import WaitingJob
from s3enc_gui.jobs.reencryption.events import PlanProgress, ReencryptionProgress

if TYPE_CHECKING:
    from s3enc_gui.jobs.reencryption.plan import PlanReencryption


class ReencryptionRunner(WaitingJob):
    """Runs one job at a time; each ends with `planned`, `ran`, `failed` or `stopped`.

    `looked` and `progressed` carry PlanProgress and ReencryptionProgress. `outages_changed` carries
    what it waits for in a tuple. `objects_changed` follows a run that has changed objects. `path`,
    `facts` and `progress` are those of the last change; `gives_up`: it is discarded at its end.
    """

    looked = Signal(object)
    planned = Signal(object)
    ran = Signal(object)
    objects_changed = Signal()

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(runner, parent)
        self.is_changing = False
        self.gives_up = False
        self.path = ""
        self.facts: RunFacts | None = None
        self.progress = ReencryptionProgress(0, 0)

    @property
    def left(self) -> int:
        """The number of objects that are still to be changed."""
        return self.progress.total - self.progress.done

    def look(self, job: PlanReencryption) -> None:
        """Start a dry run, unless a job is running."""
        if not self.busy:
            self.is_changing = False
            self._run(job)

    def change(self, connection: Connection, path: str, facts: RunFacts, left: int) -> None:
        """Start to change the objects of a plan, unless a job is running."""
        # Loaded when it is run: the main window is there sooner.
        from s3enc_gui.jobs.reencryption.run import RunReencryption

        if not self.busy:
            self.is_changing, self.gives_up = True, False
            self.path, self.facts = path, facts
            self.progress = ReencryptionProgress(0, left)
            self._run(RunReencryption(connection, path))

    @Slot(object)
    def _progressed(self, reports: tuple[object, ...]) -> None:
        super()._progressed(reports)
        if looked := [one for one in reports if isinstance(one, PlanProgress)]:
            self.looked.emit(looked[-1])
        if progressed := [one for one in reports if isinstance(one, ReencryptionProgress)]:
            self.progress = progressed[-1]
            self.progressed.emit(self.progress)

    @Slot(object)
    def _succeeded(self, result: object) -> None:
        super()._succeeded(result)
        if not isinstance(result, RunResult):
            self.planned.emit(result)
            return
        self.ran.emit(result)
        if result.changed:
            self.objects_changed.emit()

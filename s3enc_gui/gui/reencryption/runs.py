"""The changes of encryption of this computer: those that run here, and the files of the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.desktop.notification import Notification, NotificationKind, Subject
from s3enc_gui.domain.desktop.work import Work, work_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.reencryption.known_run import KnownRun, RunState
from s3enc_gui.domain.reencryption.run import RunResult
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.reencryption.reencryption_runner import ReencryptionRunner
from s3enc_gui.i18n import _
from s3enc_gui.jobs.context import Job
from s3enc_gui.jobs.reencryption.runs import CleanRuns, DiscardRun, ForgetPlan, ListRuns, RemoveRun


@dataclass(frozen=True, slots=True)
class Row:
    """A run; `runner` runs it in this program."""

    run: KnownRun
    runner: ReencryptionRunner | None = None

    @property
    def changed(self) -> int:
        """The number of objects that were changed."""
        return self.run.changed + (self.runner.progress.changed if self.runner else 0)

    @property
    def left(self) -> int:
        """The number of objects that are still to be changed."""
        return self.runner.left if self.runner else self.run.left

    @property
    def is_unfinished(self) -> bool:
        """Whether it can be resumed or discarded."""
        return self.runner is None and self.run.state is RunState.UNFINISHED

    @property
    def is_over(self) -> bool:
        """Whether it can be removed."""
        over = (RunState.FINISHED, RunState.DISCARDED)
        return self.runner is None and self.run.state in over


class ReencryptionRuns(QObject):
    """Keeps what runs when its window is closed, and knows what was interrupted.

    `changed` follows a change of `rows`, `progressed` what of them moves. `added` carries a new
    ReencryptionRunner, `problem` an AppError, `objects_changed` follows a run that changed objects.
    `shown`: the user wants to see the list.
    """

    changed = Signal()
    progressed = Signal()
    added = Signal(object)
    problem = Signal(object)
    objects_changed = Signal()
    shown = Signal()

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._runners: list[ReencryptionRunner] = []
        self._released: set[ReencryptionRunner] = set()
        self._listed: tuple[KnownRun, ...] = ()
        self._last: RunResult | None = None
        self._list = LatestJob(runner, self)
        self._list.answered.connect(self._show)
        self._list.failed.connect(self.problem)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What runs here first, then the files of other runs, the newest first."""
        active = {one.path: one for one in self._active()}
        known = {run.path: run for run in self._listed}
        here = [
            Row(known.get(path) or KnownRun(path, one.facts), one) for path, one in active.items()
        ]
        return (*here, *(Row(run) for run in self._listed if run.path not in active))

    @property
    def unfinished(self) -> tuple[KnownRun, ...]:
        """The runs that can be resumed."""
        return tuple(row.run for row in self.rows if row.is_unfinished)

    def start(self) -> None:
        """Delete what nobody needs any more, and list the runs."""
        cleaned = self._runner.start(CleanRuns())
        cleaned.succeeded.connect(self.refresh)
        cleaned.failed.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """List the runs again."""
        self._list.ask(ListRuns(tuple(one.path for one in self._active())))

    def new_runner(self) -> ReencryptionRunner:
        """Return a runner, which `release` ends."""
        made = ReencryptionRunner(self._runner, self)
        self._runners.append(made)
        made.changed.connect(self.changed)
        made.progressed.connect(self.progressed)
        made.outages_changed.connect(self.progressed)
        made.objects_changed.connect(self.objects_changed)
        made.ran.connect(partial(self._ran, made))
        made.failed.connect(partial(self._failed, made))
        for ended in (made.stopped, made.planned):
            ended.connect(partial(self._stopped, made))
        self.added.emit(made)
        return made

    def release(self, runner: ReencryptionRunner) -> None:
        """Cancel a runner's dry run, or forget it when its change has ended."""
        if runner.busy and not runner.is_changing:
            runner.stop()
        self._released.add(runner)
        self._drop_released()

    def forget(self, path: str) -> None:
        """Delete the file of a plan, unless its run has begun."""
        if not self._is_active(path):
            self._do(ForgetPlan(path))

    # --- what the user does ---------------------------------------------------------------------

    def resume(self, run: KnownRun) -> None:
        """Go on with an unfinished run, on the connection that it began with."""
        if run.facts and run.facts.origin and not self._is_active(run.path):
            runner = self.new_runner()
            runner.change(run.facts.origin.connection, run.path, run.facts, run.left)
            self._released.add(runner)

    def stop(self, runner: ReencryptionRunner) -> None:
        """Stop a run for good: what is left stays as it is."""
        runner.gives_up = True
        runner.stop()

    def discard(self, run: KnownRun) -> None:
        """Give up an unfinished run."""
        if not self._is_active(run.path):
            self._do(DiscardRun(run.path))

    def remove(self, run: KnownRun) -> None:
        """Delete the file of a run that is over."""
        if not self._is_active(run.path):
            self._do(RemoveRun(run.path))

    # --- for the close guard and the desktop ----------------------------------------------------

    def count_active(self) -> int:
        """Return the number of runs of this program."""
        return len(self._active())

    def work(self) -> Work:
        """Return what runs."""
        active = self._active()
        done = sum(one.progress.done for one in active)
        progress = Progress(done, sum(one.progress.total for one in active))
        outages = [one.outage for one in active if one.outage]
        return work_of(len(active), progress, outages, is_running=bool(active))

    def result(self) -> Notification | None:
        """Return how the last one ended; None where the user stopped it."""
        last = self._last
        if last is None or (last.left and not last.error):
            return None
        fine = last.all_done
        kind = NotificationKind.ENDED if fine else NotificationKind.ATTENTION
        title = (
            _("The change of encryption is complete")
            if fine
            else _("The change of encryption ended with problems")
        )
        body = _("{objects} changed").format(objects=objects_text(last.changed))
        return Notification(
            kind, Subject.REENCRYPTION, title, body, _("Show"), has_problems=not fine
        )

    def show_result(self) -> None:
        """Ask for the list of runs."""
        self.shown.emit()

    # --- inside ---------------------------------------------------------------------------------

    def _active(self) -> list[ReencryptionRunner]:
        return [one for one in self._runners if one.busy and one.is_changing]

    def _is_active(self, path: str) -> bool:
        return any(one.path == path for one in self._active())

    @Slot(object)
    def _show(self, runs: Sequence[KnownRun]) -> None:
        active = {one.path for one in self._active()}
        listed = [run for run in runs if run.path not in active]
        before = [run for run in self._listed if run.path in active]  # not listed while they run
        self._listed = (*before, *listed)
        self.changed.emit()

    def _ran(self, runner: ReencryptionRunner, result: RunResult) -> None:
        self._last = result
        if result.error and runner in self._released:
            self.problem.emit(result.error)
        if runner.gives_up and result.left:
            self._do(DiscardRun(result.path))
        else:
            self.refresh()
        self._drop_released()

    def _failed(self, runner: ReencryptionRunner, error: AppError) -> None:
        if runner in self._released:
            self.problem.emit(error)
        self._stopped(runner)

    def _stopped(self, runner: ReencryptionRunner, _plan: object = None) -> None:
        if runner.is_changing and runner.gives_up:
            self._do(DiscardRun(runner.path))
        elif runner.is_changing:
            self.refresh()
        self._drop_released()

    def _do(self, job: Job[object]) -> None:
        handle = self._runner.start(job)
        handle.succeeded.connect(self.refresh)
        handle.failed.connect(self._not_done)

    @Slot(object)
    def _not_done(self, error: AppError) -> None:
        self.problem.emit(error)
        self.refresh()

    def _drop_released(self) -> None:
        for runner in [one for one in self._released if not one.busy]:
            self._released.discard(runner)
            self._runners.remove(runner)
            runner.deleteLater()

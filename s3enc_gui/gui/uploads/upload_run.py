"""An upload under way: one UploadFiles after the other, into one ResultsModel."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.progress import Progress, Speedometer
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadPlan
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.models.results_model import ResultsModel
from s3enc_gui.jobs.uploads.queue.events import Action
from s3enc_gui.jobs.uploads.transfer_commands import ControlTransfers
from s3enc_gui.jobs.uploads.upload import FileSent, FilesQueued, UploadFiles
from s3enc_gui.wording.labels import format_duration, format_size, format_speed

_PER_FILE = 200_000  # bytes that could be sent in the time that requests for a small file take


class UploadRun(QObject):
    """`changed` follows the start, every batch of reports and the end.

    `error` is why nothing at all could be sent; `uploaded` carries the outcomes of each run.
    """

    changed = Signal()
    ended = Signal()
    uploaded = Signal(object)

    def __init__(self, runner: Runner, draft: UploadDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = ResultsModel(self)
        self.plan: UploadPlan | None = None
        self.error: AppError | None = None
        self._runner, self._draft = runner, draft
        self._handle: JobHandle | None = None
        self._stopping = False
        self._ended_before = 0  # rows of an earlier run
        self._rows: Sequence[int] = ()
        self._transfers: dict[int, int] = {}  # by row
        self._speed = self._pace = Speedometer()

    @property
    def running(self) -> bool:
        """Whether files are being sent."""
        return self._handle is not None

    def start(self) -> None:
        """Upload what the draft holds."""
        plan = self._draft.plan()
        self.model.set_items(plan.items)
        self._transfers.clear()
        self._rows = range(len(plan.items))
        self._start(plan)

    def again(self, rows: Sequence[int], policy: IfExists) -> None:
        """Upload some rows again, with another way where a name is taken."""
        outcomes = [self.model.outcome(row) for row in rows]
        plan = self._draft.plan(policy, [outcome.item for outcome in outcomes if outcome])
        self.forget(rows)
        self.model.begin(rows)
        self._rows = rows
        self._start(plan)

    def forget(self, rows: Sequence[int]) -> None:
        """Take rows off the list of transfers: what becomes of them is decided."""
        ids = tuple(self._transfers.pop(row) for row in rows if row in self._transfers)
        if ids:
            self._runner.start(ControlTransfers(Action.CLEAR, ids))

    def cancel(self) -> None:
        """Stop; what is under way is undone."""
        if self._handle:
            self._stopping = True
            self._handle.cancel()
            self.changed.emit()

    @property
    def permille(self) -> int:
        """How much is done, 0 to 1000; full only when the last answer has come."""
        done = Progress(*self._work()).permille or 0
        return min(done, 999) if self.running else 1000

    def progress_text(self) -> str:
        """Say how far it is, how fast and how long yet."""
        if self._stopping:
            return self.tr("Stopping… What is under way is being undone.")
        model = self.model
        count = model.rowCount()
        sent = f"{format_size(max(0, model.sent))} of {format_size(model.total)}"
        words = [f"{model.done:,} of {count:,} files", sent] if count > 1 else [sent]
        speed, remaining = self._speed.speed, self._pace.remaining(self._work()[1])
        if speed:
            words.append(format_speed(speed))
        if remaining is not None:
            words.append(self.tr("{} left").format(format_duration(remaining)))
        return " · ".join(words)

    # --- inside ---------------------------------------------------------------------------------

    def _work(self) -> tuple[int, int]:
        """Return what is done and what there is to do: the bytes, and some for each file."""
        model = self.model
        ended = model.done - self._ended_before
        count = len(self.plan.items) if self.plan else 0
        return max(0, model.sent) + ended * _PER_FILE, model.total + count * _PER_FILE

    def _start(self, plan: UploadPlan) -> None:
        self.plan, self.error, self._stopping = plan, None, False
        self._ended_before = self.model.done
        self._speed, self._pace = Speedometer(), Speedometer()
        self._note()
        handle = self._runner.start(UploadFiles(self._draft.connection, plan))
        handle.progressed.connect(self._reported)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        handle.finished.connect(self._finished)
        self._handle = handle
        self.changed.emit()

    def _note(self) -> None:
        now = monotonic()
        self._speed.add(now, self.model.sent)
        self._pace.add(now, self._work()[0])

    @Slot(object)
    def _reported(self, reports: Sequence[object]) -> None:
        self.model.take(reports)
        for report in reports:
            if isinstance(report, FileSent) and report.known:
                self._speed.skip(report.change)
                self._pace.skip(report.change)
            elif isinstance(report, FilesQueued):
                self._transfers.update(zip(self._rows, report.ids, strict=True))
        self._note()
        self.changed.emit()

    @Slot(object)
    def _succeeded(self, outcomes: tuple[Outcome, ...]) -> None:
        self.model.take_outcomes(outcomes)
        self.uploaded.emit(outcomes)

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.error = error
        self._end_all(Result.FAILED, error)

    @Slot()
    def _cancelled(self) -> None:
        self._end_all(Result.CANCELLED, None)

    def _end_all(self, result: Result, error: AppError | None) -> None:
        items = self.plan.items if self.plan else ()
        self.model.take_outcomes([Outcome(item, result, error=error) for item in items])

    @Slot()
    def _finished(self) -> None:
        self._handle = None
        self.changed.emit()
        self.ended.emit()

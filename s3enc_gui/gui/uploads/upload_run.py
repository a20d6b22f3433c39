"""A running upload: UploadFiles jobs, one after the other, that fill one ResultsModel."""

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
from s3enc_gui.gui.messages.counts import remaining_text
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.models.results_model import ResultsModel
from s3enc_gui.gui.uploads.sent_again import SentAgain
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.jobs.uploads.queue.events import Action, BytesSent
from s3enc_gui.jobs.uploads.transfer_commands import ControlTransfers
from s3enc_gui.jobs.uploads.upload import FilesQueued, UploadFiles
from s3enc_gui.wording.formats import format_size, format_speed

_PER_FILE = 200_000  # bytes; weight of the requests for a small file in the progress


class UploadRun(QObject):
    """Emits `changed` at the start, after every batch of events and at the end.

    `error` is why nothing could be uploaded; `uploaded` carries the outcomes of each run.
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
        self._again = SentAgain()
        self._transfers: dict[int, int] = {}  # by row
        self._speed = self._pace = Speedometer()

    @property
    def running(self) -> bool:
        """Whether files are being uploaded."""
        return self._handle is not None

    def start(self) -> None:
        """Upload the draft's files."""
        plan = self._draft.plan()
        self.model.set_items(plan.items)
        self._transfers.clear()
        self._rows = range(len(plan.items))
        self._start(plan)

    def upload_again(self, rows: Sequence[int], policy: IfExists) -> None:
        """Upload some rows again, with another policy for names that already exist."""
        outcomes = [self.model.outcome(row) for row in rows]
        plan = self._draft.plan(policy, [outcome.item for outcome in outcomes if outcome])
        self.forget(rows)
        self.model.begin(rows)
        self._rows = rows
        self._start(plan)

    def forget(self, rows: Sequence[int]) -> None:
        """Remove rows from the Transfers list: the user has decided about them."""
        ids = tuple(self._transfers.pop(row) for row in rows if row in self._transfers)
        if ids:
            self._runner.start(ControlTransfers(Action.CLEAR, ids))

    @Slot(object)
    def see_queue(self, events: Sequence[object]) -> None:
        """Follow files whose names exist and that are uploaded again from the Transfers list."""
        if self.running or not self.model.rowCount():
            return
        rows, ids = self._again.of(events, self._transfers, self.model)
        if rows:
            self.model.begin(rows)
            self.model.apply((FilesQueued(tuple(ids)),))
            self._transfers.update(zip(rows, ids, strict=True))
        if self._again.is_seen:
            self.model.apply(events)
            self.changed.emit()

    def cancel(self) -> None:
        """Cancel; incomplete uploads are discarded."""
        if self._handle:
            self._stopping = True
            self._handle.cancel()
            self.changed.emit()

    @property
    def is_paused(self) -> bool | None:
        """Whether all files that haven't ended are paused; None: it can't be paused yet."""
        if not self.running or self._stopping or not self._transfers:
            return None
        return self.model.is_paused

    def pause(self, paused: bool) -> None:
        """Pause or resume all files of this run."""
        ids = tuple(self._transfers[row] for row in self._rows if row in self._transfers)
        if ids and self.running:
            self._runner.start(ControlTransfers(Action.PAUSE if paused else Action.RESUME, ids))

    @property
    def permille(self) -> int:
        """Progress, 0 to 1000; 1000 only after the last response."""
        done = Progress(*self._work()).permille or 0
        return min(done, 999) if self.running else 1000

    def progress_text(self) -> str:
        """Return progress, speed and remaining time."""
        if self._stopping:
            return _("Stopping… Incomplete uploads are discarded.")
        model = self.model
        count = model.rowCount()
        size = _("{size} of {total}")
        parts = [size.format(size=format_size(max(0, model.sent)), total=format_size(model.total))]
        if count > 1:
            files = ngettext("{done:,} of {count:,} file", "{done:,} of {count:,} files", count)
            parts.insert(0, files.format(done=model.done, count=count))
        if self.is_paused:
            return " · ".join((*parts, _("Paused")))
        speed, remaining = self._speed.speed, self._pace.remaining(self._work()[1])
        if speed:
            parts.append(format_speed(speed))
        if remaining is not None:
            parts.append(remaining_text(remaining))
        return " · ".join(parts)

    # --- private --------------------------------------------------------------------------------

    def _work(self) -> tuple[int, int]:
        """Return done and total work in bytes, with `_PER_FILE` for each file."""
        model = self.model
        ended = model.done - self._ended_before
        count = len(self.plan.items) if self.plan else 0
        return max(0, model.sent) + ended * _PER_FILE, model.total + count * _PER_FILE

    def _start(self, plan: UploadPlan) -> None:
        self.plan, self.error, self._stopping = plan, None, False
        self._ended_before, self._again = self.model.done, SentAgain()
        self._speed, self._pace = Speedometer(), Speedometer()
        self._measure()
        handle = self._runner.start(UploadFiles(self._draft.connection, plan))
        handle.progressed.connect(self._reported)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        handle.finished.connect(self._finished)
        self._handle = handle
        self.changed.emit()

    def _measure(self) -> None:
        now = monotonic()
        self._speed.add(now, self.model.sent)
        self._pace.add(now, self._work()[0])

    @Slot(object)
    def _reported(self, events: Sequence[object]) -> None:
        self.model.apply(events)
        for event in events:
            if isinstance(event, BytesSent) and event.known:
                self._speed.skip(event.change)
                self._pace.skip(event.change)
            elif isinstance(event, FilesQueued):
                self._transfers.update(zip(self._rows, event.ids, strict=True))
        self._measure()
        self.changed.emit()

    @Slot(object)
    def _succeeded(self, outcomes: tuple[Outcome, ...]) -> None:
        self.model.apply_outcomes(outcomes)
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
        self.model.apply_outcomes([Outcome(item, result, error=error) for item in items])

    @Slot()
    def _finished(self) -> None:
        self._handle = None
        self.changed.emit()
        self.ended.emit()

"""Runs the jobs behind the rows of downloads, a few at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from s3enc_gui.domain.client_side.choice import ClientSideReading
from s3enc_gui.domain.downloads.download import DownloadRequest, DownloadSummary
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.models.conflicts import ObjectId
from s3enc_gui.gui.downloads.models.download_row import DownloadPhase, DownloadRow, WithoutKey
from s3enc_gui.gui.downloads.models.downloads_model import DownloadsModel
from s3enc_gui.jobs.downloads.download import DownloadObjects, ForgetDownload

MAX_RUNNING = 3  # downloads; each has many requests in flight


class DownloadRunner(QObject):
    """Starts DownloadObjects for rows; `changed` carries a row after each of its changes.

    `problem` carries an AppError that belongs to none.
    """

    changed = Signal(object)
    problem = Signal(object)

    def __init__(
        self, runner: Runner, model: DownloadsModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._model = runner, model
        self._waiting: list[_Run] = []
        self._running: list[_Run] = []

    @property
    def active(self) -> int:
        """Number of running and waiting downloads."""
        return len(self._waiting) + len(self._running)

    def start(
        self,
        row: DownloadRow,
        request: DownloadRequest,
        *,
        resume: bool = False,
        only: Sequence[ObjectId] | None = None,
    ) -> None:
        """Queue a row; `only` some of its objects, by key and version."""
        row.start(request, only)
        job = DownloadObjects(request, resume, None if only is None else tuple(only))
        self._waiting.append(_Run(row, job, self._model, self))
        self._emit_changed(row)
        self._start_next()

    def stop(self, row: DownloadRow) -> None:
        """Stop a row; what was downloaded is kept."""
        for run in self._waiting:
            if run.row is row:
                self._waiting.remove(run)
                run.deleteLater()
                row.phase = DownloadPhase.STOPPED
                self._emit_changed(row)
                return
        for run in self._running:
            if run.row is row and run.handle is not None:
                row.phase = DownloadPhase.STOPPING
                self._emit_changed(row)
                run.handle.cancel()

    @Slot(object, object)
    def answer(self, row: DownloadRow, answer: ClientSideReading | WithoutKey) -> None:
        """Answer what to do with objects that were encrypted before upload.

        A running row goes on, and does it at its end.
        """
        if self._model.number_of(row) < 0:
            return  # removed while the user was asked
        row.answer = answer
        if not row.is_active and not self._continue(row):
            if answer is WithoutKey.SKIP:
                self._forget_if_settled(row)
            else:
                self._start_again(row, row.next_decrypted())
        self._emit_changed(row)

    def _continue(self, row: DownloadRow) -> bool:
        """Do what the user answered, if anything is left to do; return whether the row runs."""
        if row.answer is WithoutKey.SKIP:
            row.skip_undecided()
            return False
        return self._start_again(row, row.next_answered())

    def _start_again(
        self, row: DownloadRow, again: tuple[DownloadRequest, Sequence[ObjectId]] | None
    ) -> bool:
        if again is None:
            return False
        request, objects = again
        self.start(row, request, resume=True, only=objects)
        return True

    def _forget_if_settled(self, row: DownloadRow) -> None:
        """Remove the record of a row that was answered and has nothing left to do."""
        if row.answer and not (row.failed or row.conflicts or row.undecided):
            forget = self._runner.start(ForgetDownload(row.request))
            forget.failed.connect(self.problem)

    def _start_next(self) -> None:
        while self._waiting and len(self._running) < MAX_RUNNING:
            run = self._waiting.pop(0)
            self._running.append(run)
            run.ended.connect(self._ended)
            run.reported.connect(self.changed)
            run.follow(self._runner.start(run.job))
            self._emit_changed(run.row)

    def _ended(self, run: _Run) -> None:
        self._running.remove(run)
        if run.row.phase is DownloadPhase.ENDED and not self._continue(run.row):
            self._forget_if_settled(run.row)
        self._emit_changed(run.row)
        run.deleteLater()
        self._start_next()

    def _emit_changed(self, row: DownloadRow) -> None:
        self._model.update_row(row)
        self.changed.emit(row)


class _Run(QObject):
    """A job and its row."""

    reported = Signal(object)
    ended = Signal(object)

    def __init__(
        self, row: DownloadRow, job: DownloadObjects, model: DownloadsModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.row, self.job = row, job
        self.handle: JobHandle | None = None
        self._model = model

    def follow(self, handle: JobHandle) -> None:
        """Update the row with the reports and the result of the job."""
        self.handle = handle
        self.row.phase = DownloadPhase.RUNNING
        handle.progressed.connect(self._reported)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        handle.finished.connect(self._finished)

    @Slot(object)
    def _reported(self, reports: Sequence[object]) -> None:
        self._model.apply(self.row, reports)
        self.reported.emit(self.row)

    @Slot(object)
    def _succeeded(self, summary: DownloadSummary) -> None:
        del summary  # all its results were reported
        self.row.phase = DownloadPhase.ENDED

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self.row.phase, self.row.error = DownloadPhase.FAILED, error

    @Slot()
    def _cancelled(self) -> None:
        self.row.phase = DownloadPhase.STOPPED

    @Slot()
    def _finished(self) -> None:
        self.row.outage = None
        self.ended.emit(self)

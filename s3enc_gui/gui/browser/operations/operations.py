"""Operations that change objects in S3: a job and its bar each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan, ObjectRef
from s3enc_gui.domain.deletion import DeletionChoice, DeletionCount, DeletionResult
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import key_for
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.operations.key_request import ask_for_key, locked_ones
from s3enc_gui.gui.browser.operations.operation_bar import OperationBar, OperationResult, permille
from s3enc_gui.gui.browser.operations.report_lines import copy_line, not_deleted_line
from s3enc_gui.gui.messages.copies import (
    CopyAction,
    copy_refusal,
    copy_summary,
    progress_text,
    with_reason,
)
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.messages.deletion import delete_refusal, deleted_summary
from s3enc_gui.gui.messages.listing import notice_text
from s3enc_gui.gui.messages.locale import count_text
from s3enc_gui.gui.messages.results import encryption_text, verdict
from s3enc_gui.i18n import _, ngettext, text
from s3enc_gui.jobs.context import Job
from s3enc_gui.jobs.copies.conflicts import ResolveCopyConflicts
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.new_folder import NewFolder


class Operation(QObject):
    """Runs one job at a time and shows it in `bar`.

    `changed` is emitted when objects in S3 may have changed; it carries a new key, or "".
    `work_changed` is emitted when it starts, gets on or ends, with `last` as its result.
    `outage` is what it waits for; `sign_in_requested` carries the Connection of it.
    """

    changed = Signal(str)
    work_changed = Signal()
    outage_changed = Signal()
    sign_in_requested = Signal(object)

    def __init__(self, runner: Runner, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: JobHandle | None = None
        self.new_key = ""
        self.last: OperationResult | None = None
        self.bar = OperationBar(title)
        self.outage: Outage | None = None
        self.bar.stop_pressed.connect(self._stop)
        self.bar.sign_in_pressed.connect(self._request_sign_in)

    @property
    def is_active(self) -> bool:
        """Whether its job is running."""
        return self._handle is not None

    def start(self, job: Job[object]) -> None:
        """Run a job; its progress replaces the previous result."""
        self.bar.begin()
        self._notices: list[ListingNotice] = []
        handle = self._runner.start(job)
        handle.progressed.connect(self._progressed)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        self._handle, self.last = handle, None
        self.work_changed.emit()

    def progress(self, reports: Sequence[object]) -> None:
        """Show the progress; for subclasses."""

    def result(self, value: object) -> OperationResult:
        """Return the result to show for a job's return value; for subclasses."""
        raise NotImplementedError

    def refusal(self, error: AppError) -> AppError:
        """Return the message for a failed job; for subclasses."""
        raise NotImplementedError

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _request_sign_in(self) -> None:
        if self.outage is not None:
            self.sign_in_requested.emit(self.outage.connection)

    def _set_outage(self, outage: Outage | None) -> None:
        if outage != self.outage:
            self.outage = outage
            self.outage_changed.emit()

    def _progressed(self, reports: Sequence[object]) -> None:
        for one in reports:
            if isinstance(one, OutageChanged):
                self._set_outage(one.outage)
                self.bar.show_waiting(one.outage)
        self._notices += [one for one in reports if isinstance(one, ListingNotice)]
        self.progress(reports)
        self.work_changed.emit()

    def _succeeded(self, result: object) -> None:
        shown = self.result(result)
        if self._notices:
            text = " ".join([shown.text, *map(notice_text, self._notices)])
            shown = replace(shown, text=text)
        self._end(shown)
        self.changed.emit(self.new_key if shown.tone == "ok" else "")

    def _failed(self, error: AppError) -> None:
        self._end(OperationResult(_sentence(self.refusal(error)), "error", errors=(error,)))
        self.changed.emit("")

    def _cancelled(self) -> None:
        self._end(OperationResult(_("Stopped."), "info"))
        self.changed.emit("")

    def _end(self, result: OperationResult) -> None:
        self._handle, self.last = None, result
        self._set_outage(None)
        self.bar.show_result(result)
        self.work_changed.emit()


class CopyOperation(Operation):
    """Copies or moves objects."""

    def __init__(
        self, runner: Runner, connection: Connection, plan: CopyPlan, title: str, parent: QObject
    ) -> None:
        super().__init__(runner, title, parent)
        self._connection, self._plan = connection, plan
        self._conflicts: tuple[CopyOutcome, ...] = ()
        self._locked: tuple[CopyOutcome, ...] = ()
        self.new_key = plan.destination.key or ""
        self._uncollected = 0
        self.bar.overwrite_chosen.connect(self._overwrite)
        self.bar.keep_both_chosen.connect(self._keep_both)
        self.bar.key_requested.connect(self._choose_key)
        self.start(CopyObjects(connection, plan))

    def progress(self, reports: Sequence[object]) -> None:
        """Show objects and bytes."""
        last = [report for report in reports if isinstance(report, CopyProgress)][-1:]
        for report in last:
            size = report.total_size
            done = permille(report.size, size) if size else permille(report.done, report.total)
            self.bar.show_progress(progress_text(report), done)

    def result(self, value: object) -> OperationResult:
        """Return the verification result, or the differences."""
        assert isinstance(value, CopyResult)  # noqa: S101 - what CopyObjects returns
        message, tone = copy_summary(value, self._plan)
        self._conflicts = tuple(one for one in value.outcomes if one.result is Result.EXISTS)
        self._locked = locked_ones(self._locked, value.outcomes)
        needs_key = bool(self._locked) and not self._conflicts
        action, shown = CopyAction.of(self._plan), () if value.all_done else value.outcomes
        lines = tuple(copy_line(one, action) for one in shown)
        text = _sentence(message)
        # Of very many outcomes, only the first are returned, and asked about.
        left = self._uncollected if not self._conflicts else 0
        self._uncollected = value.counts.get(Result.EXISTS, 0) - len(self._conflicts)
        if left:
            more = ngettext(
                "{count} more object already exists. To copy or move it, start again.",
                "{count} more objects already exist. To copy or move them, start again.",
                left,
            )
            text = f"{text} {more.format(count=count_text(left))}"
            tone = "warning" if tone in ("ok", "info") else tone
        errors = tuple(one.error for one in value.outcomes if one.error)
        count = len(self._conflicts)
        return OperationResult(text, tone, lines, count, needs_key=needs_key, errors=errors)

    def refusal(self, error: AppError) -> AppError:
        """Return the message that nothing was copied or moved."""
        return copy_refusal(error, self._plan)

    def _choose_key(self) -> None:
        window = self.bar.window()
        ask_for_key(self._runner, self._connection, self._locked[0], window, self._copy_locked)

    def _copy_locked(self) -> None:
        locked, self._locked = self._locked, ()
        policy = self._plan.if_exists
        self.start(ResolveCopyConflicts(self._connection, self._plan, locked, policy))

    def _overwrite(self) -> None:
        self._resolve(IfExists.OVERWRITE)

    def _keep_both(self) -> None:
        self._resolve(IfExists.RENAME)

    def forget_removed(self, bucket: str, is_removed: Callable[[str], bool]) -> None:
        """Ask no more once all names that existed were deleted."""
        targets = [one.target for one in self._conflicts]
        if all(one.bucket == bucket and is_removed(one.key) for one in targets) and targets:
            self._conflicts = ()
            self.bar.skip_names()

    def _resolve(self, policy: IfExists) -> None:
        self.start(ResolveCopyConflicts(self._connection, self._plan, self._conflicts, policy))


class DeleteOperation(Operation):
    """Deletes objects; `count` is the number of objects that the user confirmed.

    `undo_requested` carries the job that removes the delete markers which were added.
    """

    undo_requested = Signal(object)

    def __init__(
        self, runner: Runner, job: DeleteObjects, count: DeletionCount, parent: QObject
    ) -> None:
        super().__init__(runner, _("Deleting…"), parent)
        self._total = count.objects + count.markers
        self._chosen = DeletionChoice.of(job.objects, job.prefixes)
        self._versioning, self._all_versions = count.versioning, job.all_versions
        self.job, self._markers = job, ()
        self.bar.undo_chosen.connect(self._undo)
        self.start(job)

    def progress(self, reports: Sequence[object]) -> None:
        """Show the number of deleted objects."""
        for report in [one for one in reports if isinstance(one, Progress)][-1:]:
            deleted = objects_text(int(report.done))
            self.bar.show_progress(deleted, permille(report.done, self._total))

    def result(self, value: object) -> OperationResult:
        """Return the number of deleted objects, and those that weren't deleted."""
        assert isinstance(value, DeletionResult)  # noqa: S101 - what DeleteObjects returns
        message, tone = deleted_summary(
            value, self._chosen, self._versioning, all_versions=self._all_versions
        )
        self._markers = value.markers
        lines = tuple(map(not_deleted_line, value.failures))
        return OperationResult(_sentence(message), tone, lines, can_undo=bool(self._markers))

    def refusal(self, error: AppError) -> AppError:
        """Return the message that nothing was deleted."""
        return delete_refusal(error, self._chosen)

    def _undo(self) -> None:
        job = DeleteObjects(self.job.connection, self.job.bucket, self._markers)
        self.bar.undo.hide()  # once
        self.undo_requested.emit(job)

    _markers: tuple[ObjectRef, ...]


class NewFolderOperation(Operation):
    """Creates a folder."""

    def __init__(self, runner: Runner, job: NewFolder, name: str, parent: QObject) -> None:
        super().__init__(runner, _("Creating folder “{name}”…").format(name=name), parent)
        self._name = name
        self.new_key = key_for(job.prefix, "")
        self.start(job)

    def result(self, value: object) -> OperationResult:
        """Return how S3 stored the folder's object."""
        assert isinstance(value, Outcome)  # noqa: S101 - what NewFolder returns
        if value.result is Result.VERIFIED:
            created = _("Created folder “{name}”: {encryption}.")
            encryption = encryption_text(value)
            return OperationResult(created.format(name=self._name, encryption=encryption))
        message, tone = verdict(value)
        return OperationResult(_sentence(message), tone)

    def refusal(self, error: AppError) -> AppError:
        """Return the message that the folder wasn't created."""
        return with_reason(text("Can't create folder “{name}”", name=self._name), error)


def _sentence(message: AppError) -> str:
    title, detail, hint = map(str, message.texts)
    head = f"{title}: {detail}" if detail else f"{title}."
    return f"{head} {hint}".strip().replace("\n", " ")

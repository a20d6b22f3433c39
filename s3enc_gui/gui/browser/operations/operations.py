"""Errands: jobs that change something at S3, each with a bar that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome, CopyResult
from s3enc_gui.domain.copies.plan import CopyPlan
from s3enc_gui.domain.deletion import DeletionChoice, DeletionCount, DeletionResult, NotDeleted
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import key_for
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.operations.operation_bar import Ending, OperationBar, permille
from s3enc_gui.gui.browser.operations.report_dialog import ReportLine
from s3enc_gui.gui.messages.copies import (
    CopyAction,
    because,
    copy_refusal,
    copy_sign,
    copy_summary,
    copy_verdict,
    copy_word,
    progress_text,
)
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.messages.deletion import delete_refusal, deleted_summary
from s3enc_gui.gui.messages.errors import error_text
from s3enc_gui.gui.messages.listing import notice_text
from s3enc_gui.gui.messages.results import encryption_text, verdict
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.jobs.context import Job
from s3enc_gui.jobs.copies.conflicts import ResolveCopyConflicts
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress
from s3enc_gui.jobs.deletion import DeleteObjects
from s3enc_gui.jobs.listing.new_folder import NewFolder


class Operation(QObject):
    """Runs one job at a time and tells of it in its bar.

    `changed` tells that S3 holds something else; it carries the key that is new, if there is one.
    """

    changed = Signal(str)

    def __init__(self, runner: Runner, words: str, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: JobHandle | None = None
        self.new_key = ""
        self.bar = OperationBar(words)
        self.bar.stop_pressed.connect(self._stop)

    @property
    def is_active(self) -> bool:
        """Whether it is under way."""
        return self._handle is not None

    def start(self, job: Job[object]) -> None:
        """Run a job; what the one before it ended with is told no more."""
        self.bar.begin()
        self._notices: list[ListingNotice] = []
        handle = self._runner.start(job)
        handle.progressed.connect(self._progressed)
        handle.succeeded.connect(self._succeeded)
        handle.failed.connect(self._failed)
        handle.cancelled.connect(self._cancelled)
        self._handle = handle

    def progress(self, reports: Sequence[object]) -> None:
        """Tell how far it is; for subclasses."""

    def ending(self, result: object) -> Ending:
        """Return how it ended; for subclasses."""
        raise NotImplementedError

    def refusal(self, error: AppError) -> AppError:
        """Say what could not be done, and why; for subclasses."""
        raise NotImplementedError

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _progressed(self, reports: Sequence[object]) -> None:
        self._notices += [one for one in reports if isinstance(one, ListingNotice)]
        self.progress(reports)

    def _succeeded(self, result: object) -> None:
        self._handle = None
        ending = self.ending(result)
        if self._notices:
            told = " ".join([ending.words, *map(notice_text, self._notices)])
            ending = replace(ending, words=told)
        self.bar.show_ending(ending)
        self.changed.emit(self.new_key if ending.tone == "ok" else "")

    def _failed(self, error: AppError) -> None:
        self._handle = None
        self.bar.show_ending(Ending(_sentence(self.refusal(error)), "error"))
        self.changed.emit("")

    def _cancelled(self) -> None:
        self._handle = None
        self.bar.show_ending(Ending(_tr("Stopped."), "info"))
        self.changed.emit("")


class CopyOperation(Operation):
    """Copies or moves."""

    def __init__(
        self, runner: Runner, connection: Connection, plan: CopyPlan, words: str, parent: QObject
    ) -> None:
        super().__init__(runner, words, parent)
        self._connection, self._plan = connection, plan
        self._taken: tuple[CopyOutcome, ...] = ()
        self.new_key = plan.destination.key or ""
        self._untold = 0
        self.bar.overwrite_chosen.connect(self._overwrite)
        self.bar.keep_both_chosen.connect(self._keep_both)
        self.start(CopyObjects(connection, plan))

    def progress(self, reports: Sequence[object]) -> None:
        """Tell objects and bytes."""
        last = [report for report in reports if isinstance(report, CopyProgress)][-1:]
        for report in last:
            size = report.total_size
            done = permille(report.size, size) if size else permille(report.done, report.total)
            self.bar.show_progress(progress_text(report), done)

    def ending(self, result: object) -> Ending:
        """Tell the proof, or what differs."""
        assert isinstance(result, CopyResult)  # noqa: S101 - what CopyObjects returns
        words, tone = copy_summary(result, self._plan)
        self._taken = tuple(one for one in result.outcomes if one.result is Result.EXISTS)
        lines = () if result.all_done else tuple(self._line(one) for one in result.outcomes)
        told = _sentence(words)
        # Of very many only the first are kept, and asked about.
        left = self._untold if not self._taken else 0
        self._untold = result.counts.get(Result.EXISTS, 0) - len(self._taken)
        if left:
            more = _tr("The names of {} more are taken, too: start again for them.")
            told = f"{told} {more.format(objects_text(left))}"
            tone = "warning" if tone in ("ok", "info") else tone
        return Ending(told, tone, lines, len(self._taken))

    def refusal(self, error: AppError) -> AppError:
        """Name what was not copied or moved."""
        return copy_refusal(error, self._plan)

    def _line(self, outcome: CopyOutcome) -> ReportLine:
        action = CopyAction.of(self._plan)
        title, detail, hint = error_text(copy_verdict(outcome, action)[0])
        word = copy_word(outcome, action)
        head = f"{title}." if title != word else ""
        more = " ".join(part for part in (head, detail, hint) if part)
        taken = outcome.result is Result.EXISTS
        return ReportLine(
            outcome.source.key, copy_sign(outcome), word, more.replace("\n", " "), taken
        )

    def _overwrite(self) -> None:
        self._again(IfExists.OVERWRITE)

    def _keep_both(self) -> None:
        self._again(IfExists.RENAME)

    def _again(self, policy: IfExists) -> None:
        self.start(ResolveCopyConflicts(self._connection, self._plan, self._taken, policy))


class DeleteOperation(Operation):
    """Deletes; `count` is what the question told that there is."""

    def __init__(
        self, runner: Runner, job: DeleteObjects, count: DeletionCount, parent: QObject
    ) -> None:
        super().__init__(runner, _tr("Deleting…"), parent)
        self._total = count.objects + count.markers
        self._chosen = DeletionChoice.of(job.objects, job.prefixes)
        self._versioning, self._all_versions = count.versioning, job.all_versions
        self.start(job)

    def progress(self, reports: Sequence[object]) -> None:
        """Tell how many are gone."""
        for report in reports[-1:]:
            if isinstance(report, Progress):
                words = objects_text(int(report.done))
                self.bar.show_progress(words, permille(report.done, self._total))

    def ending(self, result: object) -> Ending:
        """Tell how many are gone, and which are not."""
        assert isinstance(result, DeletionResult)  # noqa: S101 - what DeleteObjects returns
        words, tone = deleted_summary(
            result, self._chosen, self._versioning, all_versions=self._all_versions
        )
        return Ending(_sentence(words), tone, tuple(map(_not_deleted, result.failures)))

    def refusal(self, error: AppError) -> AppError:
        """Name what was not deleted."""
        return delete_refusal(error, self._chosen)


class NewFolderOperation(Operation):
    """Makes a folder."""

    def __init__(self, runner: Runner, job: NewFolder, name: str, parent: QObject) -> None:
        super().__init__(runner, _tr("Making the folder “{}”…").format(name), parent)
        self._name = name
        self.new_key = key_for(job.prefix, "")
        self.start(job)

    def ending(self, result: object) -> Ending:
        """Tell how S3 stored its object."""
        assert isinstance(result, Outcome)  # noqa: S101 - what NewFolder returns
        words, tone = verdict(result)
        if result.result is Result.VERIFIED:
            how = encryption_text(result)
            return Ending(_tr("The folder “{}” is made: {}.").format(self._name, how))
        return Ending(_sentence(words), tone)

    def refusal(self, error: AppError) -> AppError:
        """Name the folder."""
        return because(_tr("The folder “{}” was not made").format(self._name), error)


def _sentence(words: AppError) -> str:
    title, detail, hint = error_text(words)
    head = f"{title}: {detail}" if detail else f"{title}."
    return f"{head} {hint}".strip().replace("\n", " ")


def _not_deleted(one: NotDeleted) -> ReportLine:
    title, detail, hint = error_text(one.error)
    more = " ".join(part for part in (detail, hint) if part)
    return ReportLine(one.key, StateIcon("error", "error"), title, more)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Errands", text)

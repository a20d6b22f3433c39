"""Uploading files, each with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, replace

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.domain.uploads.journal_changes import RecordState
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadPlan, problems
from s3enc_gui.domain.uploads.transfer import Batch, Transfer, TransferState
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.uploads.queue.events import (
    Action,
    BytesSent,
    NoticeRaised,
    OutageChanged,
    SendingRestarted,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.queue.transfers import ended
from s3enc_gui.jobs.uploads.sending.batch_context import UploadTarget

ATTENTION = 0.05  # seconds between two looks at the wish to stop


@dataclass(frozen=True, slots=True)
class FileSent:
    """Bytes of a file handed to the line since the last report; negative when a retry begins.

    `known`: nothing has moved, they were there already.
    """

    index: int
    change: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class FileStarted:
    """A file's turn has come."""

    index: int


@dataclass(frozen=True, slots=True)
class FileRestarted:
    """A file changed since an earlier run began to send it: all of it is sent anew."""

    index: int


@dataclass(frozen=True, slots=True)
class FileEnded:
    """A file is done, one way or the other."""

    index: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Resumed:
    """An upload asked for in the same words was interrupted: so many of its files are known."""

    files: int
    verified: int


@dataclass(frozen=True, slots=True)
class FilesQueued:
    """The files are in the queue, as these transfers, by the index of the item."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UploadFiles:
    """Upload a plan; reports Entered, then FileStarted, FileSent and FileEnded by index.

    WeatherChanged, Noticed and Resumed are reported besides. An upload with the same `origin` that
    was interrupted is gone on with: files of it that are unfinished and that the plan no longer has
    come after the plan's. It is no more when whoever asked was told: see FinishUpload.
    """

    connection: Connection
    plan: UploadPlan
    origin: str = ""

    def run(self, context: Context) -> tuple[Outcome, ...]:
        """Return one outcome an item, in order; a cancelled upload returns too.

        Raises AppError where nothing can be sent at all: the plan, the bucket or the key; and
        Cancelled where the program ends and keeps the rest for another time.
        """
        for problem in problems(self.plan):
            raise problem
        services = context.services
        aws_session = services.aws_session(self.connection)
        target = UploadTarget.find(aws_session, self.plan.bucket, self.plan.options)
        self._remember(context)
        context.checkpoint()
        batch, transfers = self._entered(context)
        watch = _EventTranslator(context, transfers)
        context.report(FilesQueued(watch.ids))
        done = services.transfers.deliver(batch, transfers, target, watch.take)
        asked = False
        try:
            while not ended(done, ATTENTION):
                if not context.stopped.is_set():
                    continue
                if services.keeps:
                    raise Cancelled
                if not asked:
                    asked = True
                    services.transfers.control(Action.CANCEL, watch.ids)
        except CancelledError:
            raise Cancelled from None
        return watch.outcomes

    def _remember(self, context: Context) -> None:
        # Failing costs a preselection next time; no reason to keep a file from being sent.
        with suppress(OSError):
            context.services.settings.remember_choice(
                self.plan.bucket, self.plan.options.encryption
            )

    def _entered(self, context: Context) -> tuple[Batch, list[Transfer]]:
        """Write the upload into the journal, or find it there."""
        journal, items = context.services.journal, self.plan.items
        batch = journal.unfinished(self.origin) if self.origin else None
        if batch is None or not journal.claim(batch.id):
            batch, ids = journal.add(
                self.connection, self.plan.bucket, self.plan.options, items, self.origin
            )
            return batch, [
                Transfer(one, batch.id, item) for one, item in zip(ids, items, strict=True)
            ]
        known = {(one.item.path, one.item.key): one for one in journal.transfers(batch.id)}
        verified = sum(one.result is Result.VERIFIED for one in known.values())
        context.report(Resumed(len(known), verified))
        new = [item for item in items if (item.path, item.key) not in known]
        for one, item in zip(journal.add_items(batch.id, new), new, strict=True):
            known[(item.path, item.key)] = Transfer(one, batch.id, item)
        planned = [_again(known.pop((item.path, item.key)), item) for item in items]
        left = [
            _again(one, one.item) for one in known.values() if one.state is not TransferState.ENDED
        ]
        transfers = planned + left
        journal.write([RecordState(tuple(one.id for one in transfers), TransferState.WAITING)])
        return batch, transfers


@dataclass(frozen=True, slots=True)
class FinishUpload:
    """Note that whoever asked for uploads of this origin was told how they ended.

    Until then the same uploads are gone on with. Asked for again afterwards they are new ones, and
    find what was stored where a name is taken.
    """

    origin: str

    def run(self, context: Context) -> None:
        """Return when it is written down. Raises AppError."""
        context.services.journal.close_batches(self.origin)


def _again(transfer: Transfer, item: UploadItem) -> Transfer:
    """Let a transfer of an earlier run wait: what has arrived is found, and proved anew."""
    waiting = replace(transfer, item=item, state=TransferState.WAITING)
    if transfer.result in (Result.EXISTS, Result.SKIPPED):
        # What is there is not ours, however much it looks like it.
        return replace(waiting, mark=None, sent=None, begun=None)
    return waiting


class _EventTranslator:
    """Turns the queue's reports into the job's."""

    def __init__(self, context: Context, transfers: Sequence[Transfer]) -> None:
        self.ids = tuple(one.id for one in transfers)
        self._context = context
        self._index = {one: index for index, one in enumerate(self.ids)}
        self._outcomes: list[Outcome | None] = [None] * len(transfers)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All that have ended, in order."""
        return tuple(one for one in self._outcomes if one is not None)

    def take(self, report: object) -> None:
        """Take a report of the queue; on its loop, or on a thread that sends."""
        tell = self._context.report
        match report:
            case BytesSent(one, change, known):
                tell(FileSent(self._index[one], change, known))
            case StateChanged(ids, TransferState.RUNNING):
                for one in ids:
                    tell(FileStarted(self._index[one]))
            case SendingRestarted(one):
                tell(FileRestarted(self._index[one]))
            case TransferEnded(one, outcome):
                index = self._index[one]
                self._outcomes[index] = outcome
                tell(FileEnded(index, outcome))
            case OutageChanged() | NoticeRaised():
                tell(report)

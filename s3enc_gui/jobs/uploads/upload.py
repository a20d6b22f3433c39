"""Uploads files through the transfer queue, and verifies each."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.domain.uploads.journal_changes import RecordState
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadPlan, problems
from s3enc_gui.domain.uploads.transfer import Batch, Transfer, TransferState
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.customer_keys.use_key import note_customer_key, session_for
from s3enc_gui.jobs.uploads.queue.events import Action, TransferEnded
from s3enc_gui.jobs.uploads.upload_target import UploadTarget

STOP_CHECK = 0.05  # seconds between two checks for cancellation


@dataclass(frozen=True, slots=True)
class UploadResumed:
    """An interrupted upload is resumed; `files` are in the journal, `verified` of them are done."""

    files: int
    verified: int


@dataclass(frozen=True, slots=True)
class FilesQueued:
    """The files are in the queue; the ids of their transfers, in the order of the plan's items."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UploadFiles:
    """Upload a plan; reports FilesQueued, then the queue's events of its transfers (queue.events).

    An interrupted upload with the same `origin` is resumed (UploadResumed): its unfinished files
    that the plan no longer has come after the plan's. FinishUpload ends that. `remember`: the
    bucket's encryption choice is preselected next time.
    """

    connection: Connection
    plan: UploadPlan
    origin: str = ""
    remember: bool = True

    def run(self, context: Context) -> tuple[Outcome, ...]:
        """Return one outcome for each transfer, in order, also if the upload is canceled.

        Raises AppError if nothing can be sent, because of the plan, the bucket or the KMS key;
        Cancelled if the program ends and the transfers stay in the journal.
        """
        for problem in problems(self.plan):
            raise problem
        services = context.services
        note_customer_key(services, self.connection, self.plan)
        aws_session = session_for(services, self.connection, self.plan.options)
        target = UploadTarget.find(aws_session, self.plan.bucket, self.plan.options)
        if self.remember:
            self._remember_choice(context)
        context.checkpoint()
        batch, transfers = self._record(context)
        ids = tuple(one.id for one in transfers)
        outcomes: dict[int, Outcome | None] = dict.fromkeys(ids)

        def report(event: object) -> None:
            if isinstance(event, TransferEnded):
                outcomes[event.id] = event.outcome
            context.report(event)

        context.report(FilesQueued(ids))
        done = services.transfers.add(batch, transfers, target, report)
        _wait(context, done, ids)
        return tuple(one for one in outcomes.values() if one is not None)

    def _remember_choice(self, context: Context) -> None:
        with suppress(OSError):  # only costs a preselection next time
            context.services.settings.remember_choice(
                self.plan.bucket, self.plan.options.encryption
            )

    def _record(self, context: Context) -> tuple[Batch, list[Transfer]]:
        """Write the upload to the journal, or continue the interrupted one."""
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
        context.report(UploadResumed(len(known), verified))
        new = [item for item in items if (item.path, item.key) not in known]
        for one, item in zip(journal.add_items(batch.id, new), new, strict=True):
            known[(item.path, item.key)] = Transfer(one, batch.id, item)
        planned = [_waiting(known.pop((item.path, item.key)), item) for item in items]
        left = [
            _waiting(one, one.item)
            for one in known.values()
            if one.state is not TransferState.ENDED
        ]
        transfers = planned + left
        journal.write([RecordState(tuple(one.id for one in transfers), TransferState.WAITING)])
        return batch, transfers


@dataclass(frozen=True, slots=True)
class FinishUpload:
    """Record that the results of uploads with this `origin` were printed.

    Before that, UploadFiles resumes them; afterwards it starts new ones, for which the objects
    stored before exist already.
    """

    origin: str

    def run(self, context: Context) -> None:
        """Return when it is recorded. Raises AppError."""
        context.services.journal.close_batches(self.origin)


def _waiting(transfer: Transfer, item: UploadItem) -> Transfer:
    """Return a transfer of an earlier run as waiting; what it stored is found and verified."""
    waiting = replace(transfer, item=item, state=TransferState.WAITING)
    if transfer.result in (Result.EXISTS, Result.SKIPPED):
        # The object is not this transfer's, even if it has the same content.
        return replace(waiting, mark=None, sent=None, begun=None)
    return waiting


def _wait(context: Context, done: Future[None], ids: tuple[int, ...]) -> None:
    """Wait until the transfers have ended; cancel them when the job is canceled."""
    canceled = False
    try:
        while not _has_ended(done):
            if not context.stopped.is_set():
                continue
            if context.services.shutting_down:
                raise Cancelled
            if not canceled:
                canceled = True
                context.services.transfers.control(Action.CANCEL, ids)
    except CancelledError:
        raise Cancelled from None


def _has_ended(done: Future[None]) -> bool:
    """Wait a moment. Raises CancelledError if the transfers will never end."""
    try:
        done.result(STOP_CHECK)
    except TimeoutError:
        return False
    return True

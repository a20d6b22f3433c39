"""A transfer in the queue, and the group of transfers it was added with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from enum import Enum

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.parts import SINGLE_PUT_BELOW
from s3enc_gui.domain.uploads.transfer import Transfer, TransferState, kept_bytes
from s3enc_gui.jobs.uploads.queue.events import QueueRow
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext
from s3enc_gui.jobs.uploads.sending.twin_check import TwinCheck


class StopReason(Enum):
    """Why a running transfer is stopped."""

    PAUSE = "pause"
    CANCEL = "cancel"
    SHUTDOWN = "shutdown"  # resumed after the next start of the program


class QueueRun:
    """Transfers of a batch that were added together; `report` gets the events of these alone.

    `done` has a result when all of them have ended; it is canceled if they never will.
    """

    def __init__(self, context: BatchContext, count: int, report: Callable[[object], None]) -> None:
        self.context, self.left, self.report = context, count, report
        self.twins = TwinCheck(context)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if count == 0:
            self.done.set_result(None)

    def note_retried(self) -> None:
        """Count a transfer that had ended as not ended."""
        self.left += 1

    def note_ended(self) -> None:
        """Count a transfer as ended."""
        self.left -= 1
        if self.left == 0 and not self.done.done():
            self.done.set_result(None)


class QueueEntry:
    """A transfer in the queue; `turn` is its position.

    `began_running`: its task has taken its first step. `sent` is shown in bytes; `kept` of them are
    those of an earlier run, until this one reports what S3 has.
    """

    __slots__ = (
        "began_running",
        "kept",
        "outcome",
        "run",
        "sent",
        "started",
        "state",
        "stop",
        "stop_reason",
        "task",
        "transfer",
        "turn",
    )

    def __init__(self, transfer: Transfer, run: QueueRun, turn: float) -> None:
        self.transfer, self.run, self.turn = transfer, run, turn
        self.state = (
            TransferState.PAUSED
            if transfer.state is TransferState.PAUSED
            else TransferState.WAITING
        )
        self.outcome: Outcome | None = None
        self.task: asyncio.Task[Outcome | None] | None = None
        self._reset()

    def _reset(self) -> None:
        self.sent = self.kept = kept_bytes(self.transfer)
        self.started: datetime | None = None
        self.began_running = False
        self.stop = Cancellation()
        self.stop_reason: StopReason | None = None

    @property
    def id(self) -> int:
        """The transfer's id in the journal."""
        return self.transfer.id

    @property
    def row(self) -> QueueRow:
        """The entry as it is shown."""
        batch = self.run.context.batch
        return QueueRow(
            self.id,
            batch.bucket,
            self.transfer.item,
            self.state,
            self.sent,
            self.outcome,
            batch.connection,
        )

    @property
    def is_small(self) -> bool:
        """Whether it is sent with one PutObject."""
        return is_small(self.transfer)

    @property
    def has_started(self) -> bool:
        """Whether this run or an earlier one has started it."""
        return self.transfer.mark is not None or self.started is not None

    def wait_again(self, transfer: Transfer) -> None:
        """Put it back to waiting; `transfer` is its state in the journal."""
        self.transfer, self.outcome, self.state = transfer, None, TransferState.WAITING
        self._reset()

    def keeps_upload(self) -> bool:
        """Whether its multipart upload stays at S3 when it is stopped now."""
        return self.stop_reason in (StopReason.PAUSE, StopReason.SHUTDOWN)

    def stop_for(self, stop_reason: StopReason) -> None:
        """Stop it: at once where it waits, at the next piece where it sends.

        A task before its first step isn't canceled, since it could not clean up: it checks `stop`.
        """
        if self.stop_reason is None or stop_reason is StopReason.CANCEL:
            self.stop_reason = stop_reason
        self.stop.set()
        if self.task is not None and self.began_running:
            self.task.cancel()


def is_small(transfer: Transfer) -> bool:
    """Whether a file is sent with one PutObject."""
    return transfer.item.size < SINGLE_PUT_BELOW

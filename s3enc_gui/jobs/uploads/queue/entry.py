"""A transfer as the queue holds it in hand, and the batch it came with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from enum import Enum

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.transfer import Transfer, TransferState
from s3enc_gui.jobs.uploads.queue.events import QueueRow
from s3enc_gui.jobs.uploads.sending.batch_context import BatchContext


class StopReason(Enum):
    """Why a running transfer is stopped."""

    PAUSE = "pause"
    CANCEL = "cancel"
    KEEP = "keep"  # for the next start of the program


class QueueRun:
    """The transfers that one caller waits for; `report` gets what happens to them.

    `done` has its result when all of them have ended; it is cancelled where they never will.
    """

    context: BatchContext

    def __init__(self, count: int, report: Callable[[object], None]) -> None:
        self.left, self.report = count, report
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if count == 0:
            self.done.set_result(None)

    def reopened(self) -> None:
        """Note that one that had ended is tried again."""
        self.left += 1

    def ended(self) -> None:
        """Note that one more has ended."""
        self.left -= 1
        if self.left == 0 and not self.done.done():
            self.done.set_result(None)


class QueueEntry:
    """`turn` is its place in the order; `begun` whether its task has taken its first step."""

    __slots__ = (
        "begun",
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
        self._renew()

    def _renew(self) -> None:
        self.sent = 0
        self.started: datetime | None = None
        self.begun = False
        self.stop = Cancellation()
        self.stop_reason: StopReason | None = None

    @property
    def id(self) -> int:
        """The transfer's number in the journal."""
        return self.transfer.id

    @property
    def row(self) -> QueueRow:
        """What is shown of it."""
        bucket = self.run.context.batch.bucket
        return QueueRow(
            self.id, bucket, self.transfer.item, self.state, self.sent, outcome=self.outcome
        )

    def again(self, transfer: Transfer) -> None:
        """Let it wait once more; `transfer` is what the journal knows of it."""
        self.transfer, self.outcome, self.state = transfer, None, TransferState.WAITING
        self._renew()

    def keeps(self) -> bool:
        """Whether what has arrived is to stay where it is stopped now."""
        return self.stop_reason in (StopReason.PAUSE, StopReason.KEEP)

    def stop_for(self, stop_reason: StopReason) -> None:
        """Stop it where it runs: at once where it waits, at the next piece where it sends.

        A task that has not begun is left to find out: cancelled, it would clean nothing up.
        """
        if self.stop_reason is None or stop_reason is StopReason.CANCEL:
            self.stop_reason = stop_reason
        self.stop.set()
        if self.task is not None and self.begun:
            self.task.cancel()

"""A transfer as the window keeps it: there may be 100,000."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.events import QueueRow

STORED = frozenset({Result.VERIFIED, Result.CANNOT_TELL, Result.DIFFERENT})
"""Results of files that S3 has."""


class Phase(Enum):
    """Where a transfer that has not ended stands, as the user sees it."""

    WAITING = "waiting"
    UPLOADING = "uploading"
    CHECKING = "checking"
    PAUSED = "paused"


class TransferRow:
    """Changes in place; `at` is its place in the table, `run` the run it is counted in (0: none).

    `sent` are the bytes at the server, as the queue tells; `outcome` is there once it ended.
    """

    __slots__ = ("at", "bucket", "id", "item", "outcome", "run", "sent", "state")

    def __init__(self, row: QueueRow, at: int) -> None:
        self.id, self.bucket, self.item = row.id, row.bucket, row.item
        self.state, self.sent = row.state, row.sent
        self.outcome: Outcome | None = row.outcome
        self.at, self.run = at, 0

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state is TransferState.ENDED

    @property
    def phase(self) -> Phase:
        """Where it stands; of no meaning once it ended."""
        if self.state is TransferState.RUNNING:
            return Phase.UPLOADING if self.sent < self.item.size else Phase.CHECKING
        return Phase.PAUSED if self.state is TransferState.PAUSED else Phase.WAITING

    @property
    def permille(self) -> int | None:
        """How much of it has arrived; None where there is nothing to show of that."""
        if self.ended:
            return 1000 if self.outcome and self.outcome.result in STORED else None
        if self.state is TransferState.RUNNING or self.sent:
            return Progress(max(0, self.sent), self.item.size).permille
        return None

"""One row of the transfers table."""

from __future__ import annotations

from collections.abc import Iterable

from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.progress import Progress
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.results import Phase
from s3enc_gui.jobs.uploads.queue.events import QueueRow

STORED = frozenset({Result.VERIFIED, Result.CANNOT_TELL, Result.DIFFERENT})
"""Results of files that are stored in S3."""


class TransferRow:
    """Mutable, with slots: there may be 100,000 of them.

    `position` is its row number, `run` the run it is counted in (0: none), `sent` the bytes at the
    server; `outcome` is set once it ended.
    """

    __slots__ = (
        "bucket",
        "connection",
        "id",
        "item",
        "outcome",
        "position",
        "run",
        "sent",
        "state",
    )

    def __init__(self, row: QueueRow, position: int) -> None:
        self.id, self.bucket, self.item = row.id, row.bucket, row.item
        self.connection = row.connection
        self.state, self.sent = row.state, row.sent
        self.outcome: Outcome | None = row.outcome
        self.position, self.run = position, 0

    @property
    def ended(self) -> bool:
        """Whether it has ended; a retry starts it again."""
        return self.state is TransferState.ENDED

    @property
    def phase(self) -> Phase:
        """The state shown; meaningless once it ended."""
        if self.state is TransferState.RUNNING:
            return Phase.UPLOADING if self.sent < self.item.size else Phase.CHECKING
        return Phase.PAUSED if self.state is TransferState.PAUSED else Phase.WAITING

    @property
    def is_uploading(self) -> bool:
        """Whether its bytes are being sent."""
        return self.phase is Phase.UPLOADING

    def waits_for(self, outages: Iterable[Outage]) -> Outage | None:
        """Return the outage that holds up this transfer; None: it waits for none."""
        if self.state is not TransferState.RUNNING:
            return None
        return next((one for one in outages if one.connection in (None, self.connection)), None)

    @property
    def permille(self) -> int | None:
        """Progress, 0 to 1000; None: show no bar."""
        if self.ended:
            return 1000 if self.outcome and self.outcome.result in STORED else None
        if self.state is TransferState.RUNNING or self.sent:
            return Progress(max(0, self.sent), self.item.size).permille
        return None

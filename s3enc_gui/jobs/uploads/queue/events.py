"""What the queue tells whoever watches it, and what can be done to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import InterruptedBatch, TransferState


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A transfer as the queue shows it; `sent` bytes are at the server, `outcome` once it ended."""

    id: int
    bucket: str
    item: UploadItem
    state: TransferState
    sent: int = 0
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """Transfers at the end of the queue, in order; large batches come in several of these."""

    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """Transfers that the queue no longer shows."""

    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class StateChanged:
    """These are in this state now; one that is not ENDED any more has no outcome any more."""

    ids: tuple[int, ...]
    state: TransferState


@dataclass(frozen=True, slots=True)
class BytesSent:
    """The change in a transfer's `sent`; negative when a retry begins anew.

    `known`: nothing has moved, it only became known, as the parts of an earlier run.
    """

    id: int
    change: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class SendingRestarted:
    """The file changed since its upload was begun: it is sent from the beginning."""

    id: int


@dataclass(frozen=True, slots=True)
class NoticeRaised:
    """Something worth knowing that keeps nothing from being sent; each kind is told once."""

    notice: AppError


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """It is ENDED, and how."""

    id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """All transfers that have not ended, in the order of their turns."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutageChanged:
    """What keeps the queue waiting; None: nothing does."""

    outage: Outage | None


@dataclass(frozen=True, slots=True)
class InterruptedFound:
    """Batches that a program which is no more left behind; empty: none are left."""

    batches: tuple[InterruptedBatch, ...]


class Action(Enum):
    """What can be done to transfers."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"  # leaves nothing on the server
    RETRY = "retry"
    FIRST = "first"  # make them the next ones
    UP = "up"
    DOWN = "down"
    LAST = "last"
    CLEAR = "clear"  # take ended ones off the list

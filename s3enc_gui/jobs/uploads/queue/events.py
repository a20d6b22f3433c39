"""Events of transfers in the queue, and the actions that the queue accepts."""

from __future__ import annotations

from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import InterruptedBatch, TransferState


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A transfer as it is shown; `sent` in bytes at S3, `outcome` once it has ended.

    `connection` is the one of its requests.
    """

    id: int
    bucket: str
    item: UploadItem
    state: TransferState
    sent: int = 0
    outcome: Outcome | None = None
    connection: Connection | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """Transfers were added at the end of the queue; large batches come in several events."""

    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """Transfers were removed from the list."""

    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class StateChanged:
    """Transfers changed their state; a retried one, which is no longer ENDED, has no outcome."""

    ids: tuple[int, ...]
    state: TransferState


@dataclass(frozen=True, slots=True)
class BytesSent:
    """A transfer's `sent` changed by `change` bytes; negative when a request is repeated.

    `known` bytes were not transferred now: an earlier run sent them. They don't count as speed.
    """

    id: int
    change: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class SendingRestarted:
    """The file changed since its upload started: it is sent again from the beginning."""

    id: int
    item: UploadItem


@dataclass(frozen=True, slots=True)
class NoticeRaised:
    """Something worth knowing that prevents no transfer."""

    notice: AppError


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """A transfer is ENDED, with this outcome."""

    id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """The order changed: all transfers that have not ended, by their turns."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InterruptedFound:
    """All batches that an earlier run of the program left unfinished."""

    batches: tuple[InterruptedBatch, ...]


class Action(Enum):
    """What can be done to transfers."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"  # leaves nothing at S3
    RETRY = "retry"
    FIRST = "first"  # move to the front
    UP = "up"
    DOWN = "down"
    LAST = "last"
    CLEAR = "clear"  # remove ended transfers from the list

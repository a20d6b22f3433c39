"""The queue of transfers, watched and steered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from s3enc_gui.domain.outcome import Outcome
from s3enc_gui.domain.transfer import Interrupted, State
from s3enc_gui.domain.upload_plan import UploadItem
from s3enc_gui.domain.weather import Forecast
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A transfer as the queue shows it; `sent` bytes are at the server, `outcome` once it ended."""

    id: int
    bucket: str
    item: UploadItem
    state: State
    sent: int = 0
    outcome: Outcome | None = None


# --- what WatchTransfers reports -----------------------------------------------------------------


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
    state: State


@dataclass(frozen=True, slots=True)
class BytesSent:
    """The change in a transfer's `sent`; negative when a retry begins anew."""

    id: int
    change: int


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
class WeatherChanged:
    """What keeps the queue waiting; None: nothing does."""

    forecast: Forecast | None


@dataclass(frozen=True, slots=True)
class InterruptedFound:
    """Batches that a program which is no more left behind; empty: none are left."""

    batches: tuple[Interrupted, ...]


@dataclass(frozen=True, slots=True)
class WatchTransfers:
    """Report everything that happens in the queue, until it is stopped.

    First come InterruptedFound and Added with what the queue holds.
    """

    def run(self, context: Context) -> None:
        """Return when the wish to stop comes."""
        raise NotImplementedError  # replaced with the queue, below in this session


# --- what can be done ------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class SteerTransfers:
    """Do something to some transfers, or to all (`ids` None)."""

    action: Action
    ids: tuple[int, ...] | None = None

    def run(self, context: Context) -> None:
        """Return when it is done; its effects are reported by WatchTransfers."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ResumeInterrupted:
    """Go on with batches that were interrupted; None: with all."""

    batches: tuple[int, ...] | None = None

    def run(self, context: Context) -> int:
        """Return how many files are in the queue again. Raises AppError."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DiscardInterrupted:
    """Forget batches that were interrupted and abort what they left at S3; None: all."""

    batches: tuple[int, ...] | None = None

    def run(self, context: Context) -> int:
        """Return how many multipart uploads were aborted. Raises AppError."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class TryNow:
    """Do not wait for the weather: try again at once."""

    def run(self, context: Context) -> None:
        """Return at once."""
        raise NotImplementedError

"""The changes of a transfer that are written to the journal."""

from __future__ import annotations

from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import FileFingerprint, OpenUpload, SentPart, TransferState


@dataclass(frozen=True, slots=True)
class RecordState:
    """These transfers are now in this state."""

    transfers: tuple[int, ...]
    state: TransferState


@dataclass(frozen=True, slots=True)
class RecordStart:
    """Sending to this key starts; whatever was sent before is void."""

    transfer: int
    key: str
    mark: FileFingerprint
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordUpload:
    """S3 created a multipart upload; None: it was completed or aborted, or doesn't exist."""

    transfer: int
    upload: OpenUpload | None


@dataclass(frozen=True, slots=True)
class RecordPart:
    """The server has this part."""

    transfer: int
    part: SentPart


@dataclass(frozen=True, slots=True)
class RecordContent:
    """Everything was sent; from now on, S3 may have the object."""

    transfer: int
    sent: Sent


@dataclass(frozen=True, slots=True)
class RecordEnd:
    """The transfer ended; `receipt` is stored permanently, in the same transaction.

    If the object has a receipt already, this one is added to it as a later check.
    `earlier_transfer` stored the object, if it was another transfer.
    """

    transfer: int
    result: Result
    receipt: Receipt | None = None
    earlier_transfer: int | None = None


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """The order of the transfers of all batches of this program; others follow."""

    transfers: tuple[int, ...]


Change = (
    RecordState | RecordStart | RecordUpload | RecordPart | RecordContent | RecordEnd | RecordOrder
)

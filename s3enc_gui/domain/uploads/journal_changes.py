"""What can happen to a transfer, as it is written into the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import FileFingerprint, OpenUpload, SentPart, TransferState


@dataclass(frozen=True, slots=True)
class RecordState:
    """These transfers are in this state now."""

    transfers: tuple[int, ...]
    state: TransferState


@dataclass(frozen=True, slots=True)
class RecordStart:
    """Its first byte may leave from now on, to this key; whatever was sent before is void."""

    transfer: int
    key: str
    mark: FileFingerprint
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordUpload:
    """S3 created a multipart upload for it; None: it is completed, aborted or gone."""

    transfer: int
    upload: OpenUpload | None


@dataclass(frozen=True, slots=True)
class RecordPart:
    """The server has a part."""

    transfer: int
    part: SentPart


@dataclass(frozen=True, slots=True)
class RecordContent:
    """Nothing is left to send; S3 may have the object from now on."""

    transfer: int
    sent: Sent


@dataclass(frozen=True, slots=True)
class RecordEnd:
    """It ended; `receipt` is kept for good, in the same transaction.

    A receipt for an object that has one already becomes a line of that. `stored_by` is the transfer
    that stored the object, where it was another one.
    """

    transfer: int
    result: Result
    receipt: Receipt | None = None
    stored_by: int | None = None


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """The transfers of all batches of this program come in this order; those not named, after."""

    transfers: tuple[int, ...]


Change = (
    RecordState | RecordStart | RecordUpload | RecordPart | RecordContent | RecordEnd | RecordOrder
)

"""What can happen to a transfer, as it is written into the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import FileMark, OpenUpload, SentPart, State


@dataclass(frozen=True, slots=True)
class Moved:
    """These transfers are in this state now."""

    transfers: tuple[int, ...]
    state: State


@dataclass(frozen=True, slots=True)
class Began:
    """Its first byte may leave from now on, to this key; whatever was sent before is void."""

    transfer: int
    key: str
    mark: FileMark
    at: datetime


@dataclass(frozen=True, slots=True)
class UploadOpened:
    """S3 created a multipart upload for it; None: it is completed, aborted or gone."""

    transfer: int
    upload: OpenUpload | None


@dataclass(frozen=True, slots=True)
class PartArrived:
    """The server has a part."""

    transfer: int
    part: SentPart


@dataclass(frozen=True, slots=True)
class AllSent:
    """Nothing is left to send; S3 may have the object from now on."""

    transfer: int
    sent: Sent


@dataclass(frozen=True, slots=True)
class Ended:
    """It ended; `receipt` is kept for good, in the same transaction.

    A receipt for an object that has one already becomes a line of that. `stored_by` is the transfer
    that stored the object, where it was another one.
    """

    transfer: int
    result: Result
    receipt: Receipt | None = None
    stored_by: int | None = None


@dataclass(frozen=True, slots=True)
class Reordered:
    """The transfers of all batches of this program come in this order; those not named, after."""

    transfers: tuple[int, ...]


Change = Moved | Began | UploadOpened | PartArrived | AllSent | Ended | Reordered

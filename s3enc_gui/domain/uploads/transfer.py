"""Transfer: the upload of one file, as the journal stores it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions


class TransferState(StrEnum):
    """The state of a transfer; how it ended is its Result."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class FileFingerprint:
    """Identifies the content of a local file: size in bytes, modification time in nanoseconds.

    `change_ns` is the change time of content or attributes (ctime; ChangeTime on Windows) in
    nanoseconds; None if the file system or an earlier version of the program didn't record it.
    """

    size: int
    mtime_ns: int
    change_ns: int | None = None


@dataclass(frozen=True, slots=True)
class SentPart:
    """A part that the server has (UploadPart): its ETag, our CRC64NVME, and our MD5 if computed.

    The ETag is verbatim, as it is sent back; earlier versions of the program stored it unquoted.
    """

    number: int
    size: int
    etag: str
    crc: int
    md5: bytes | None = None


@dataclass(frozen=True, slots=True)
class OpenUpload:
    """A multipart upload that was created, but neither completed nor aborted.

    `crc`: it was created with a full-object CRC64NVME. `asked` is the encryption it was created
    with, in the form of `requested_encryption`. `context` is the encryption context that the
    response to its creation named; None: none.
    """

    upload_id: str
    part_size: int
    crc: bool
    parts: tuple[SentPart, ...] = ()
    asked: str = ""
    context: ContextPairs | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that were requested together, with connection, bucket and options.

    `origin` identifies the command that requested them, so that the same command resumes the batch;
    empty for the window.
    """

    id: int
    connection: Connection
    bucket: str
    options: UploadOptions
    origin: str = ""
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """One file of a batch.

    `key` is the actual key once it is known (`Keep both` may change the item's). `mark` identifies
    the file, and `begun` is the time, when sending started; from then on the object may be ours.
    `sent` is set when everything was sent, `result` when the state is ENDED.
    """

    id: int
    batch: int
    item: UploadItem
    state: TransferState = TransferState.WAITING
    key: str | None = None
    mark: FileFingerprint | None = None
    sent: Sent | None = None
    upload: OpenUpload | None = None
    result: Result | None = None
    begun: datetime | None = None


def kept_bytes(transfer: Transfer) -> int:
    """Return how many bytes of a transfer S3 has, as far as the journal knows."""
    return sum(part.size for part in transfer.upload.parts) if transfer.upload else 0


@dataclass(frozen=True, slots=True)
class InterruptedBatch:
    """A batch that an ended program didn't complete: the files and bytes that remain."""

    batch: Batch
    files: int
    size: int

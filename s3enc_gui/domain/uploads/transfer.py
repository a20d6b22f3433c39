"""Transfer: one file on its way, as much of it as survives a crash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.proof import Sent
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions


class TransferState(StrEnum):
    """Where a transfer stands; how an ended one ended is its Result."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class FileFingerprint:
    """By what a local file is known again: size in bytes, modification time in nanoseconds.

    `change_ns` is when its content or attributes last changed, as the file system keeps it by
    itself (ctime; ChangeTime on Windows), in nanoseconds. None: the file system does not say, or an
    earlier version of the program noted the file.
    """

    size: int
    mtime_ns: int
    change_ns: int | None = None


@dataclass(frozen=True, slots=True)
class SentPart:
    """A part that the server has (UploadPart): its ETag, our CRC64NVME, our MD5 if we have one.

    The ETag is the text as it came, which is sent back; quotes were once not kept.
    """

    number: int
    size: int
    etag: str
    crc: int
    md5: bytes | None = None


@dataclass(frozen=True, slots=True)
class OpenUpload:
    """A multipart upload that was created and neither completed nor aborted.

    `crc`: it was created with a full-object CRC64NVME. `asked` is the encryption it was created
    with, as `domain.request.encryption_asked` writes it.
    """

    upload_id: str
    part_size: int
    crc: bool
    parts: tuple[SentPart, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that were asked for together: as whom, to where and how.

    `origin` is what asked for them, told again it means the same batch (the command line's words);
    empty for the window's.
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

    `key` is where it really goes once that is known (`Keep both` may change the item's). `mark` is
    the file when sending began, `begun` the time: from then on the object may be ours. `sent` is
    what was sent, once all of it has left. `result` is there as soon as the state is ENDED.
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


@dataclass(frozen=True, slots=True)
class InterruptedBatch:
    """A batch that a program which is no more did not finish: files and bytes still to do."""

    batch: Batch
    files: int
    size: int

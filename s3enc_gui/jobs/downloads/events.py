"""Events of a download; a few per second, however many files there are."""

from __future__ import annotations

from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.downloads.download import FileResult
from s3enc_gui.domain.errors import AppError


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """Files and bytes on this computer, and their totals (None while the listing is incomplete).

    `known` bytes were downloaded in an earlier run; they don't count as speed. `existing` files
    were not downloaded before the user is asked: their names exist already, or they are encrypted.
    """

    files: int
    of_files: int | None
    bytes: int
    of_bytes: int | None
    known: int = 0
    failed: int = 0
    existing: int = 0
    listed: int = 0


@dataclass(frozen=True, slots=True)
class FilesEnded:
    """Results since the previous event."""

    results: tuple[FileResult, ...]


@dataclass(frozen=True, slots=True)
class DownloadResumed:
    """An interrupted download is resumed; so much of it is on this computer."""

    begun: datetime
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ProgressNotSaved:
    """Progress can't be saved: after an interruption, files on the disk must be checked again."""

    error: AppError

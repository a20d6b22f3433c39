"""What a download tells while it is under way, a few times a second however many files it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from s3enc_gui.domain.downloads.download import FileResult
from s3enc_gui.domain.errors import AppError


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far it is: files and bytes that have come, of how many (None: the listing goes on).

    `known` of the bytes had come in an earlier run: they are no speed. `taken` names are taken.
    """

    files: int
    of_files: int | None
    bytes: int
    of_bytes: int | None
    known: int = 0
    failed: int = 0
    taken: int = 0
    listed: int = 0


@dataclass(frozen=True, slots=True)
class FilesEnded:
    """Files that have ended since the last time, one way or the other."""

    results: tuple[FileResult, ...]


@dataclass(frozen=True, slots=True)
class DownloadResumed:
    """The same download was interrupted and is gone on with: so many of its files have come."""

    begun: datetime
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ProgressNotSaved:
    """It goes on, but if it is interrupted the next run has to look for itself what is there."""

    error: AppError

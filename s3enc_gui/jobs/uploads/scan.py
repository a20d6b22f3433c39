"""Finding the files that were dropped or chosen."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.walk import FoundFile, walk

BATCH = 500  # rows a report: models take whole batches


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found, and what could not be looked at."""

    files: tuple[FoundFile, ...]
    unreadable: tuple[AppError, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanPaths:
    """Walk files and folders; reports Scanned batches as they are found."""

    paths: tuple[str, ...]

    def run(self, context: Context) -> Scanned:
        """Return all that was found."""
        files: list[FoundFile] = []
        unreadable: list[AppError] = []
        told_files = told_errors = 0

        def tell() -> None:
            nonlocal told_files, told_errors
            context.report(Scanned(tuple(files[told_files:]), tuple(unreadable[told_errors:])))
            told_files, told_errors = len(files), len(unreadable)

        for path in self.paths:
            for found in walk(path):
                context.checkpoint()
                if isinstance(found, AppError):
                    unreadable.append(found)
                else:
                    files.append(found)
                if len(files) - told_files >= BATCH:
                    tell()
        tell()
        return Scanned(tuple(files), tuple(unreadable))

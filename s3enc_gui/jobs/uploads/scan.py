"""Finds the files in dropped or selected files and folders."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.walk import FoundFile, walk

BATCH = 500  # files per event


@dataclass(frozen=True, slots=True)
class Scanned:
    """Files that were found, and errors for those that couldn't be read."""

    files: tuple[FoundFile, ...]
    unreadable: tuple[AppError, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanPaths:
    """Walk files and folders; reports Scanned in batches."""

    paths: tuple[str, ...]

    def run(self, context: Context) -> Scanned:
        """Return everything that was found."""
        files: list[FoundFile] = []
        unreadable: list[AppError] = []
        reported_files = reported_errors = 0

        def report() -> None:
            nonlocal reported_files, reported_errors
            new_errors = unreadable[reported_errors:]
            context.report(Scanned(tuple(files[reported_files:]), tuple(new_errors)))
            reported_files, reported_errors = len(files), len(unreadable)

        for path in self.paths:
            for found in walk(path):
                context.checkpoint()
                if isinstance(found, AppError):
                    unreadable.append(found)
                else:
                    files.append(found)
                if len(files) - reported_files >= BATCH:
                    report()
        report()
        return Scanned(tuple(files), tuple(unreadable))

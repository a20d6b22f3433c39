"""Finds the files in dropped or selected files and folders."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.found import FoundFile, FoundLink, Links
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.mounts import local_path
from s3enc_gui.store.files.walk import walk

BATCH = 500  # files per event


@dataclass(frozen=True, slots=True)
class Scanned:
    """Files and empty folders that were found, errors for what couldn't be read, links left out."""

    files: tuple[FoundFile, ...]
    unreadable: tuple[AppError, ...] = ()
    links: tuple[FoundLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanPaths:
    """Walk files and folders, given as paths or URLs; reports Scanned in batches, of files only."""

    paths: tuple[str, ...]
    links: Links = Links.FILES

    def run(self, context: Context) -> Scanned:
        """Return everything that was found."""
        files: list[FoundFile] = []
        unreadable: list[AppError] = []
        links: list[FoundLink] = []
        reported = 0
        for path in self.paths:
            for found in _found(path, self.links):
                context.checkpoint()
                if isinstance(found, AppError):
                    unreadable.append(found)
                elif isinstance(found, FoundLink):
                    links.append(found)
                else:
                    files.append(found)
                if len(files) - reported >= BATCH:
                    context.report(Scanned(tuple(files[reported:])))
                    reported = len(files)
        context.report(Scanned(tuple(files[reported:])))
        return Scanned(tuple(files), tuple(unreadable), tuple(links))


def _found(source: str, links: Links) -> Iterator[FoundFile | FoundLink | AppError]:
    try:
        yield from walk(local_path(source), links)
    except AppError as error:
        yield error

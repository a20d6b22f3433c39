"""Finds the files of a folder tree; links to folders are not followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.os_errors import not_a_file, read_error


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file: its path, its name relative to the start (with `/` as separator), size in bytes."""

    path: str
    relative: str
    size: int


def walk(path: str) -> Iterator[FoundFile | AppError]:
    """Yield a file, or all files below a folder, sorted; relative names begin with the folder's.

    What can't be read is yielded as AppError.
    """
    start = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    pending = [(start, start.name)]  # not recursive: folders may be nested deeper than calls can be
    while pending:
        here, relative = pending.pop()
        try:
            status = here.stat()
            if S_ISDIR(status.st_mode):
                pending += reversed(_children(here, relative, top=here == start))
            elif S_ISREG(status.st_mode):
                yield FoundFile(str(here), relative, status.st_size)
            else:
                yield not_a_file(str(here))
        except OSError as error:
            yield read_error(error, str(here))


def _children(folder: Path, relative: str, *, top: bool) -> list[tuple[Path, str]]:
    """Return the entries of a folder, sorted; of a link to a folder only if it is the start."""
    if folder.is_symlink() and not top:
        return []  # a link to a parent would be an endless loop
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries)
    return [(folder / name, f"{relative}/{name}") for name in names]

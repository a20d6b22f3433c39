"""Finding the files that were dropped: folders are walked, links to folders are not followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.files.read_errors import file_error, not_a_file


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file: its path, its name relative to what was dropped (`/` between), size in bytes."""

    path: str
    relative: str
    size: int


def walk(path: str) -> Iterator[FoundFile | AppError]:
    """Yield the file, or all files under the folder, in order of name; the folder's name stays.

    What cannot be looked at is yielded as AppError: the rest goes on.
    """
    start = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    waiting = [(start, start.name)]  # no recursion: folders may be nested deeper than Python calls
    while waiting:
        here, relative = waiting.pop()
        try:
            status = here.stat()
            if S_ISDIR(status.st_mode):
                waiting += reversed(_children(here, relative, top=here == start))
            elif S_ISREG(status.st_mode):
                yield FoundFile(str(here), relative, status.st_size)
            else:
                yield not_a_file(str(here))
        except OSError as error:
            yield file_error(error, str(here))


def _children(folder: Path, relative: str, *, top: bool) -> list[tuple[Path, str]]:
    """Return what is in a folder, by name; of a link to a folder nothing, unless it was dropped."""
    if folder.is_symlink() and not top:
        return []  # a link to a parent would never end
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries)
    return [(folder / name, f"{relative}/{name}") for name in names]

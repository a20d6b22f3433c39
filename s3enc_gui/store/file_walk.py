"""Finding the files that were dropped: folders are walked, links to folders are not followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.file_errors import file_error


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its path, its name relative to what was dropped (`/` between), size in bytes."""

    path: str
    relative: str
    size: int


def walk(path: str) -> Iterator[Found | AppError]:
    """Yield the file, or all files under the folder, in order of name; the folder's name stays.

    What cannot be looked at is yielded as AppError: the rest goes on.
    """
    start = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    yield from _walk(start, start.name)


def _walk(path: Path, relative: str) -> Iterator[Found | AppError]:
    try:
        if not path.is_dir():
            yield Found(str(path), relative, path.stat().st_size)
            return
        with os.scandir(path) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield file_error(error, str(path))
        return
    for child in children:
        if child.is_dir() and child.is_symlink():
            continue  # a link to a parent would never end
        yield from _walk(Path(child.path), f"{relative}/{child.name}")

"""The local folder of a download: creates folders and writes small files."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from s3enc_gui.domain.downloads.safe_paths import PART_SUFFIX, FileSystem
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.downloads.part_file import PIECE, part_path, set_modified
from s3enc_gui.store.files.name_limit import name_limit
from s3enc_gui.store.files.rename_without_overwriting import publish
from s3enc_gui.store.os_errors import write_errors

Pieces = Callable[[], Iterator[bytes | bytearray]]
"""Returns the content of a file from its beginning, in pieces."""


class TargetFolder:
    """Creates folders and writes small files below `path`; thread-safe. Raises AppError.

    `tag` is in the names of temporary files: the next run of the same download deletes those that a
    killed process left.
    """

    def __init__(self, path: Path, tag: str) -> None:
        self.path, self._tag = path, tag
        self._lock = Lock()
        self._created: set[Path] = set()
        self._free_slots: list[int] = []
        self._slots = 0

    def prepare(self) -> FileSystem:
        """Create the folder, delete leftover files, and return the rules of its file system."""
        with write_errors(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        self.delete_leftovers()
        return FileSystem(
            windows=sys.platform == "win32",
            folds_case=self._folds_case(),
            name_limit=name_limit(self.path),
        )

    def file(self, place: str) -> Path:
        """Return the path of a relative name with `/` as separator."""
        return self.path.joinpath(*place.split("/")) if place else self.path

    def make_parent(self, path: Path) -> None:
        """Create the folder of a file, and its parents."""
        if path.parent not in self._created:
            self.make(path.parent)

    def make(self, folder: Path) -> None:
        """Create a folder and its parents."""
        with write_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._created.add(folder)

    def write(
        self, target: Path, data: bytes | bytearray, modified: float | None, if_exists: IfExists
    ) -> Path | None:
        """Write a file atomically; return its path, None: a file of that name exists."""
        return self.write_pieces(target, lambda: iter((data,)), modified, if_exists)

    def write_pieces(
        self, target: Path, pieces: Pieces, modified: float | None, if_exists: IfExists
    ) -> Path | None:
        """Write what `pieces` yields as `write` does; it may be called twice."""
        slot = self._take_slot()
        temporary = self.path / f".{self._tag}-{slot}{PART_SUFFIX}"
        try:
            with write_errors(target):
                self.make_parent(target)
                try:
                    return _write(temporary, target, pieces, modified, if_exists)
                except OSError as error:
                    if error.errno != errno.EXDEV:  # the target's folder is on another disk
                        raise
                    return _write(part_path(target), target, pieces, modified, if_exists)
        finally:
            with self._lock:
                self._free_slots.append(slot)

    def delete_leftovers(self) -> None:
        """Delete temporary files that a killed process left."""
        with suppress(OSError):
            for left in self.path.glob(f".{self._tag}-*{PART_SUFFIX}"):
                left.unlink(missing_ok=True)

    def _take_slot(self) -> int:
        with self._lock:
            if self._free_slots:
                return self._free_slots.pop()
            self._slots += 1
            return self._slots

    def _folds_case(self) -> bool:
        """Whether the file system ignores case, found out by creating a file: disks differ."""
        name = f".{self._tag}-case-{secrets.token_hex(6)}{PART_SUFFIX}"  # a leftover if killed here
        with write_errors(self.path):
            os.close(os.open(self.path / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            return (self.path / name.upper()).exists()
        finally:
            with suppress(OSError):
                (self.path / name).unlink()


def _write(
    part: Path, target: Path, pieces: Pieces, modified: float | None, if_exists: IfExists
) -> Path | None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # A leftover file may be hard-linked to a published file: never write to it.
    part.unlink(missing_ok=True)
    try:
        fd = os.open(part, flags, 0o666)
        try:
            for piece in pieces():
                left = memoryview(piece)
                while left:
                    left = left[os.write(fd, left) :]
            if modified is not None:
                set_modified(fd, part, modified)
            os.fsync(fd)
        finally:
            os.close(fd)
        named = publish(part, target, if_exists)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    if named is None:
        part.unlink(missing_ok=True)
    return named


def contents(path: Path) -> Iterator[bytes]:
    """Yield the content of a file. Raises OSError."""
    with path.open("rb") as file:
        while data := file.read(PIECE):
            yield data

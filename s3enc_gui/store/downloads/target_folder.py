"""The folder that downloads go to."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from s3enc_gui.domain.downloads.safe_paths import PART_END, FileSystem
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.downloads.part_file import PIECE, part_path, set_modified
from s3enc_gui.store.files.atomic_publish import publish
from s3enc_gui.store.files.write_errors import as_app_error


class TargetFolder:
    """Makes folders and writes small files in it; several threads may ask. Raises AppError.

    `tag` marks the small files that are being written just now, so that the next run of the same
    download finds what a kill left of them.
    """

    def __init__(self, path: Path, tag: str) -> None:
        self.path, self._tag = path, tag
        self._lock = Lock()
        self._there: set[Path] = set()
        self._spare: list[int] = []
        self._slots = 0

    def prepare(self) -> FileSystem:
        """Make the folder, sweep it, and return the manners of its file system."""
        with as_app_error(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        self.sweep()
        return FileSystem(windows=sys.platform == "win32", folds_case=self._folds_case())

    def file(self, place: str) -> Path:
        """Return the path of a place."""
        return self.path.joinpath(*place.split("/")) if place else self.path

    def make_parent(self, path: Path) -> None:
        """Make the folder that a file is to be in."""
        if path.parent not in self._there:
            self.make(path.parent)

    def make(self, folder: Path) -> None:
        """Make a folder, and those above it."""
        with as_app_error(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._there.add(folder)

    def write(
        self, target: Path, data: bytearray, modified: float | None, if_exists: IfExists
    ) -> Path | None:
        """Write a file in full or not at all; return what it is called, None: the name is taken."""
        slot = self._take_slot()
        beside = self.path / f".{self._tag}-{slot}{PART_END}"
        try:
            with as_app_error(target):
                self.make_parent(target)
                try:
                    return _written(beside, target, data, modified, if_exists)
                except OSError as error:
                    if error.errno != errno.EXDEV:  # that folder is on another disk
                        raise
                    return _written(part_path(target), target, data, modified, if_exists)
        finally:
            with self._lock:
                self._spare.append(slot)

    def sweep(self) -> None:
        """Remove what a kill left of small files."""
        with suppress(OSError):
            for left in self.path.glob(f".{self._tag}-*{PART_END}"):
                left.unlink(missing_ok=True)

    def _take_slot(self) -> int:
        with self._lock:
            if self._spare:
                return self._spare.pop()
            self._slots += 1
            return self._slots

    def _folds_case(self) -> bool:
        """Try it out: on one machine disks differ."""
        name = f".s3enc-case-{secrets.token_hex(6)}{PART_END}"
        with as_app_error(self.path):
            os.close(os.open(self.path / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            return (self.path / name.upper()).exists()
        finally:
            with suppress(OSError):
                (self.path / name).unlink()


def _written(
    part: Path, target: Path, data: bytearray, modified: float | None, if_exists: IfExists
) -> Path | None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # One that a kill left may have its name already, and is not to be written to.
    part.unlink(missing_ok=True)
    try:
        fd = os.open(part, flags, 0o666)
        try:
            left = memoryview(data)
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
    """Yield what is in a file. Raises OSError."""
    with path.open("rb") as file:
        while data := file.read(PIECE):
            yield data

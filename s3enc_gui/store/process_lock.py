"""One running program among several, and whether another one still runs."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.paths import make_private

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class ProcessOwner(Protocol):
    """Who owns batches of the journal."""

    @property
    def id(self) -> str:
        """Its own name, never given twice."""

    def is_alive(self, other_id: str) -> bool:
        """Whether the program of that name runs."""

    def close(self) -> None:
        """Own nothing any more."""


class OnlyProcess:
    """The only program there is, as where the journal is in memory."""

    id = "sole"

    def is_alive(self, other_id: str) -> bool:
        """Whether it is itself."""
        return other_id == self.id

    def close(self) -> None:
        """Nobody else asks."""


class ProcessLock:
    """A lock on a file of its own in `folder`, which the system releases however the program ends.

    Children that the program starts do not inherit it. Raises AppError where the folder cannot be
    written, or its file system knows no locks.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            make_private(folder)
            self._id, self._fd = _take(folder)
        except OSError as error:
            raise AppError(
                "The program cannot tell other instances that it runs",
                f"{folder}: {error.strerror or error}.",
                "Make room on the disk, or see who may write to the folder.",
                code="InstanceFolder",
            ) from error
        self._closed = False
        for file in folder.glob("*.lock"):  # those of the dead go
            self.is_alive(file.stem)

    @property
    def id(self) -> str:
        """The name under which others ask for this one."""
        return self._id

    def is_alive(self, other_id: str) -> bool:
        """Whether the program of that name runs; in doubt it does. The file of a dead one goes."""
        if other_id == self._id:
            return not self._closed
        path = _file(self._folder, other_id)
        try:
            fd = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        try:
            dead = _lock(fd, shared=True)
        except OSError:
            dead = False
        if dead:
            _remove(path, fd)
        else:
            os.close(fd)
        return not dead

    def close(self) -> None:
        """Be no more; again does nothing."""
        if not self._closed:
            self._closed = True
            _remove(_file(self._folder, self._id), self._fd)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.lock"


def _take(folder: Path) -> tuple[str, int]:
    while True:
        name = uuid4().hex
        path = _file(folder, name)
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        # Before it was locked, another that looks for the dead may have taken it for one of them.
        if _lock(fd, shared=False) and path.exists():
            return name, fd
        os.close(fd)


def _remove(path: Path, fd: int) -> None:
    """Delete a file that is locked here, and let it go."""
    with suppress(OSError):
        path.unlink()  # while it is locked: nobody can have taken it in between
    os.close(fd)
    with suppress(OSError):
        path.unlink()  # Windows deletes no open file


if sys.platform == "win32":
    _TRIES = 5

    def _lock(fd: int, *, shared: bool) -> bool:
        """Windows has no shared lock here: one who only looks may be in the way for a moment."""
        for _ in range(_TRIES if shared else 1):
            try:
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(0.01)
            else:
                return True
        return False

else:

    def _lock(fd: int, *, shared: bool) -> bool:
        """Not `lockf`: its locks go when the process closes any other descriptor of the file."""
        try:
            fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

"""Lock files of running S3enc processes: tells whether another process is still running."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from s3enc_gui.i18n import text
from s3enc_gui.store.files.file_lock import try_lock
from s3enc_gui.store.os_errors import CHECK_DISK, os_errors
from s3enc_gui.store.paths import make_private

_ATTEMPTS = 100  # to create a lock file that no other process takes for one of an ended process


class ProcessOwner(Protocol):
    """The process that owns batches of the journal."""

    @property
    def id(self) -> str:
        """A unique id."""

    def is_alive(self, other_id: str) -> bool:
        """Whether the process with that id is running."""

    def close(self) -> None:
        """Release the lock. Idempotent."""


class OnlyProcess:
    """The owner of a journal in memory, which no other process shares."""

    id = "sole"

    def is_alive(self, other_id: str) -> bool:
        """Whether the id is its own."""
        return other_id == self.id

    def close(self) -> None:
        """Do nothing."""


class ProcessLock:
    """A lock on a file in `folder`; the operating system releases it when the process ends.

    Child processes don't inherit it. Raises AppError if the folder can't be written or its file
    system doesn't support locks.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        title = text("Can't create the lock file of this S3enc process")
        with os_errors(folder, title, CHECK_DISK, "InstanceFolder"):
            make_private(folder)
            self._id, self._fd = _create(folder)
        self._closed = False
        for file in folder.glob("*.lock"):  # deletes those of ended processes
            self.is_alive(file.stem)

    @property
    def id(self) -> str:
        """The unique id of this process."""
        return self._id

    def is_alive(self, other_id: str) -> bool:
        """Whether the process with that id is running, True if unknown.

        Deletes the lock file of an ended process.
        """
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
            has_ended = try_lock(fd, shared=True)
        except OSError:
            has_ended = False
        if has_ended:
            _remove(path, fd)
        else:
            os.close(fd)
        return not has_ended

    def close(self) -> None:
        """Release the lock and delete its file. Idempotent."""
        if not self._closed:
            self._closed = True
            _remove(_file(self._folder, self._id), self._fd)


def _file(folder: Path, id_: str) -> Path:
    return folder / f"{id_}.lock"


def _create(folder: Path) -> tuple[str, int]:
    for _ in range(_ATTEMPTS):
        id_ = uuid4().hex
        path = _file(folder, id_)
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        try:
            is_locked = try_lock(fd)
        except OSError:
            _remove(path, fd)
            raise
        # Before it was locked, another process may have deleted it as that of an ended process.
        if is_locked and path.exists():
            return id_, fd
        _remove(path, fd)
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


def _remove(path: Path, fd: int) -> None:
    """Delete a lock file of this process or of an ended one, and release it."""
    with suppress(OSError):
        path.unlink()  # while it is locked: no other process can lock it in between
    os.close(fd)
    with suppress(OSError):
        path.unlink()  # Windows doesn't delete open files

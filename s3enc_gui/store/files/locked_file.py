"""Opens and locks a file that one process at a time may write to."""

from __future__ import annotations

import os
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.store.files.file_lock import try_lock

TRIES = 10  # to open the file that currently has the name
_LOCK_OFFSET = 1 << 62  # Windows locks a byte: one beyond all file sizes


def open_locked(path: Path, target: Path) -> int:
    """Open or create the file that becomes `target`, and lock it.

    If another program renames it between opening and locking, it is opened again. After TRIES the
    inode numbers are ignored: some network drives have no stable ones. Raises OSError and AppError.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    tries = 0
    while True:
        tries += 1
        fd = os.open(path, flags, 0o666)
        try:
            if not _lock(fd):
                raise _busy(target)
            status = os.fstat(fd)
            if status.st_nlink > 1:  # already published: writing would destroy the target
                path.unlink()
            elif _is_same(path, status, check_inode=tries < TRIES):
                return fd
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)


def _is_same(path: Path, status: os.stat_result, *, check_inode: bool) -> bool:
    """Whether the path is still that of the open file."""
    try:
        return os.path.samestat(path.stat(), status) or not check_inode
    except FileNotFoundError:
        return False


def _busy(target: Path) -> AppError:
    return AppError(
        text("The file is already being downloaded"),
        text("{path}: Another download is writing to it.", path=target),
        text("Wait for that download to finish."),
        code="PartBusy",
    )


def _lock(fd: int) -> bool:
    """Return False if another process has the file; on a file system without locks, True."""
    try:
        return try_lock(fd, offset=_LOCK_OFFSET)
    except OSError:
        return True

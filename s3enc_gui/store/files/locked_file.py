"""A file that one program at a time may write to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from s3enc_gui.domain.errors import AppError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TRIES = 10  # to open a file of which the name is another's
_LOCKED_AT = 1 << 62  # a byte of Windows' locks, behind all that is ever written


def open_locked(path: Path, target: Path) -> int:
    """Open or make the file that becomes `target`, for nobody but us.

    Another program may complete it between our opening and our lock: then the name is no longer
    that of the open file, and it is opened anew. Where the name never is (network drives without
    inode numbers), that is no sign of it. Raises OSError and AppError.
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
            if status.st_nlink > 1:  # it has its name already: to write to it would destroy it
                path.unlink()
            elif _is_still(path, status, numbers=tries < TRIES):
                return fd
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)


def _is_still(path: Path, status: os.stat_result, *, numbers: bool) -> bool:
    """Whether the name is still that of the open file, as far as `numbers` count."""
    try:
        return os.path.samestat(path.stat(), status) or not numbers
    except FileNotFoundError:
        return False


def _busy(target: Path) -> AppError:
    return AppError(
        "The file is being downloaded already",
        f"{target}: another download writes it at this moment.",
        "Wait for that one.",
        code="PartBusy",
    )


if sys.platform == "win32":

    def _lock(fd: int) -> bool:
        os.lseek(fd, _LOCKED_AT, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system that knows no locks
            return True
        return True

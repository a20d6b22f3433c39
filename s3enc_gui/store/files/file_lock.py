"""Locks on open files; the operating system releases them when the process ends.

A lock that another process holds and a file system without locks (some network drives: ENOLCK,
EOPNOTSUPP) are told apart: nothing is known about other processes there.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# flock, msvcrt.locking; Linux's SMB client (cifs) says EACCES.
_HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})
_PAUSE = 0.01  # seconds between two attempts


def is_held(error: OSError) -> bool:
    """Whether a lock couldn't be taken because another process has it."""
    return error.errno in _HELD


if sys.platform == "win32":
    _TRIES = 5

    def try_lock(fd: int, *, shared: bool = False, offset: int = 0) -> bool:
        """Lock a file; return False if another process has it. Raises OSError without locks.

        Windows locks a byte, at `offset`. It has no shared locks here (msvcrt): two checks at once
        collide, so a check is repeated.
        """
        for _ in range(_TRIES if shared else 1):
            os.lseek(fd, offset, os.SEEK_SET)
            try:
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if not is_held(error):
                    raise
                time.sleep(_PAUSE)
            else:
                return True
        return False

    def locks_work(folder: Path) -> bool:
        """Whether the file system has locks, as far as is known."""
        del folder
        return True

else:

    def try_lock(fd: int, *, shared: bool = False, offset: int = 0) -> bool:
        """Lock a file; return False if another process has it. Raises OSError without locks.

        flock: locks of `lockf` end when the process closes any descriptor of the file.
        """
        del offset
        try:
            fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            if not is_held(error):
                raise
            return False
        return True

    def locks_work(folder: Path) -> bool:
        """Whether the file system has the locks that SQLite uses, as far as is known.

        SQLite reports a file system without locks like a file that another program uses (`unix.c`,
        sqliteErrorFromPosixError: ENOLCK is SQLITE_BUSY).
        """
        with suppress(OSError), tempfile.TemporaryFile(dir=folder) as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                return is_held(error)
        return True


@contextmanager
def locked(path: Path, timeout: float) -> Iterator[None]:
    """Hold a lock on a file, which is created, while the block runs.

    Without locks on this file system the block runs all the same. Raises OSError: the file can't be
    created, or another process holds the lock for `timeout` seconds.
    """
    fd = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    deadline = time.monotonic() + timeout
    try:
        while not _locked_or_without_locks(fd):
            if time.monotonic() > deadline:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(fd)


def _locked_or_without_locks(fd: int) -> bool:
    try:
        return try_lock(fd)
    except OSError:
        return True

"""The file into which Python writes the traceback of a crash of this process (faulthandler)."""

from __future__ import annotations

import errno
import faulthandler
import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from s3enc_gui.store.files.file_lock import try_lock
from s3enc_gui.store.paths import make_private

SUFFIX = ".crash"
LOCKED_BYTE = 2**30
"""Windows locks a byte, which nobody else can read then: one that is never written."""

_ATTEMPTS = 100  # to create a file that no other process takes for that of an ended one


class CrashFile:
    """A private file of this process, locked until the process ends; deleted by `close`.

    It begins with a line of JSON; what follows was written by a crash (SIGSEGV, SIGABRT, SIGFPE,
    SIGBUS, SIGILL; Windows: fatal exceptions). Where faulthandler is enabled already
    (PYTHONFAULTHANDLER), and where nothing can be written or locked, there is no file: `path` None.
    """

    def __init__(self, folder: Path, program: str, about: str) -> None:
        self.path: Path | None = None
        self._fd = -1
        if faulthandler.is_enabled():
            return
        with suppress(OSError):
            make_private(folder)
            self.path, self._fd = _create(folder)
            started = datetime.now(UTC).isoformat(timespec="seconds")
            header = {"program": program, "started": started, "about": about}
            os.lseek(self._fd, 0, os.SEEK_END)
            os.write(self._fd, json.dumps(header).encode() + b"\n")
            faulthandler.enable(self._fd, all_threads=True)

    def close(self) -> None:
        """The process ends as it should. Idempotent."""
        if self._fd < 0:
            return
        faulthandler.disable()
        remove(self.path, self._fd)
        self._fd = -1


def remove(path: Path | None, fd: int) -> None:
    """Delete a file that this process has locked, and release it."""
    if path is not None:
        with suppress(OSError):
            path.unlink()  # while it is locked
    os.close(fd)
    if path is not None:
        with suppress(OSError):
            path.unlink()  # Windows doesn't delete open files


def _create(folder: Path) -> tuple[Path, int]:
    for _ in range(_ATTEMPTS):
        path = folder / f"{uuid4().hex}{SUFFIX}"
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            is_locked = try_lock(fd, offset=LOCKED_BYTE)
        except OSError:
            remove(path, fd)
            raise
        # Before it was locked, another process may have deleted it as that of an ended process.
        if is_locked and path.exists():
            return path, fd
        remove(path, fd)
    raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

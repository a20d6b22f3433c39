"""A local file being read for an upload, and whether it is still the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from types import TracebackType
from typing import NamedTuple

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.store.files.change_time import change_time
from s3enc_gui.store.files.read_errors import file_error, not_a_file

ROUNDS = 3  # times that a file is read again at most, while its times change


class SourceFile:
    """An open file with the size, times and numbers (device, inode) it had when it was opened.

    Several threads may read at once. Raises AppError from every method where the file is missing,
    forbidden, or no longer what it was.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._lock = Lock()
        self._fd, self._identity = self._opened()
        self.size = self._identity.size
        self.lacks_numbers = False
        """Whether `check_unchanged` found that the numbers of a file change by themselves."""

    @property
    def mark(self) -> FileFingerprint:
        """By what the file is known again another time."""
        return FileFingerprint(self.size, self._identity.mtime_ns, self._identity.change_ns)

    def __enter__(self) -> SourceFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)

    def read(self, offset: int, size: int) -> bytes:
        """Return exactly `size` bytes from `offset`. Raises AppError where there are fewer."""
        buffer = bytearray(size)
        self.read_into(memoryview(buffer), offset)
        return bytes(buffer)

    def read_into(self, buffer: memoryview, offset: int) -> None:
        """Fill a buffer from `offset`. Raises AppError where there are fewer bytes."""
        while buffer:
            count = self._read_at(offset, buffer)
            if not count:
                raise self._changed("It has become shorter.")
            offset += count
            buffer = buffer[count:]

    def check_unchanged(self, is_same: Callable[[], bool]) -> None:
        """Raise AppError (FileChanged) where the file no longer holds what was read of it.

        Another size is a change. Any other difference proves nothing by itself: chmod and virus
        scanners change the change time, and on network drives times lose precision and numbers
        differ between two looks. Then the file is opened anew, and `is_same` decides: it reads it
        again by this object, compares it with what was read before, and returns the result. What
        is the same both times was the content of the file at the time in between.

        Also raises where the file holds more than it says, as what `/proc` shows as files do. No
        other thread may read meanwhile.
        """
        if self._looks_unchanged():
            return
        for _ in range(ROUNDS):
            before = self._reopen()
            if not is_same():
                raise self._changed("It was written to.")
            self._check_end()
            try:
                status = os.fstat(self._fd)
            except OSError as error:
                raise file_error(error, str(self._path)) from error
            self._check_size(status.st_size)
            if _identity(status, self._fd)[:_TIMES] == before[:_TIMES]:
                break

    # --- inside ---------------------------------------------------------------------------------

    def _opened(self) -> tuple[int, _Identity]:
        """Open the file. Raises AppError."""
        path = str(self._path)
        try:
            fd = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | _NO_WAIT)
        except OSError as error:
            raise file_error(error, path) from error
        status = os.fstat(fd)
        if not S_ISREG(status.st_mode):
            os.close(fd)
            raise not_a_file(path)
        return fd, _identity(status, fd)

    def _looks_unchanged(self) -> bool:
        """Whether size, times and numbers are what they were, by its name and by the open file."""
        known, now = self._identity, self._status()
        self._check_size(now.st_size)
        try:
            held = os.fstat(self._fd)
        except OSError:  # a network drive gave it up, as where the file was replaced
            return False
        self.lacks_numbers = (held.st_dev, held.st_ino) != known[_TIMES:]
        self._check_end()
        by_name = _identity(now, None)
        if by_name.change_ns is None:  # Windows does not say; an open file is not replaced there
            by_name = by_name._replace(change_ns=known.change_ns)
        return known.tells_changes and known == by_name == _identity(held, self._fd)

    def _reopen(self) -> _Identity:
        """Open what the name stands for now, in the place of what is open; return its identity."""
        try:
            fd, identity = self._opened()
        except AppError as error:
            raise self._changed("It was moved, deleted or replaced.") from error
        os.close(self._fd)
        self._fd, self._identity = fd, identity
        self._check_size(identity.size)
        now = self._status()
        self.lacks_numbers |= (now.st_dev, now.st_ino) != identity[_TIMES:]
        return identity

    def _status(self) -> os.stat_result:
        try:
            return self._path.stat()
        except OSError as error:
            raise self._changed("It was moved or deleted.") from error

    def _check_size(self, size: int) -> None:
        if size != self.size:
            raise self._changed(f"It had {self.size:,} bytes and now has {size:,}.")

    def _check_end(self) -> None:
        if self._read_at(self.size, memoryview(bytearray(1))):
            raise self._changed(f"It says that it has {self.size:,} bytes, but holds more.")

    def _read_at(self, offset: int, buffer: memoryview) -> int:
        try:
            return self._asked(offset, buffer)
        except OSError as error:
            raise file_error(error, str(self._path)) from error

    def _asked(self, offset: int, buffer: memoryview) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._fd, [buffer], offset)
        with self._lock:  # Windows has no such call: the position is shared
            os.lseek(self._fd, offset, os.SEEK_SET)
            data = os.read(self._fd, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _changed(self, how: str) -> AppError:
        return AppError(
            "The file changed during the upload",
            f"{self._path}: {how} Nothing was stored.",
            "Upload it again when no program writes to it.",
            code="FileChanged",
        )


# Opening a named pipe would wait for somebody to write to it.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


class _Identity(NamedTuple):
    """What a look at a file says of it; times in ns since 1970, None: it cannot be had."""

    size: int
    mtime_ns: int
    change_ns: int | None
    device: int
    inode: int

    @property
    def tells_changes(self) -> bool:
        """Whether the change time is one that no change escapes.

        In whole seconds it is none (FAT, HFS+, sshfs): a change within the second is not seen, and
        it may be no more than the modification time, which programs set back.
        """
        return self.change_ns is not None and self.change_ns % _SECOND != 0


_SECOND = 1_000_000_000  # ns
_TIMES = 3  # of the identity: before the numbers, size and times


def _identity(status: os.stat_result, fd: int | None) -> _Identity:
    return _Identity(
        status.st_size, status.st_mtime_ns, change_time(status, fd), status.st_dev, status.st_ino
    )

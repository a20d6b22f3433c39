"""Reads a local file for an upload, and checks that it did not change meanwhile."""

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
from s3enc_gui.i18n import Text, sentences, text
from s3enc_gui.store.files.change_time import change_time
from s3enc_gui.store.os_errors import not_a_file, read_error

ROUNDS = 3  # a file is read again at most this often while its times change


class SourceFile:
    """An open file with the size, times and numbers (device, inode) it had when it was opened.

    Threads may read at the same time; when it is closed meanwhile, they end their call. All methods
    raise AppError if the file is missing, can't be read, or has changed.
    """

    def __init__(self, path: str) -> None:
        self.path = self._path = Path(path)
        self._lock, self._use_lock = Lock(), Lock()
        self._uses = 1  # the object itself, and each call that reads
        self._fd, self._identity = self._open()
        self.size = self._identity.size
        self.lacks_numbers = False
        """Whether `check_unchanged` found that the drive has no stable file numbers."""

    @classmethod
    def readable(cls, path: str) -> SourceFile:
        """Open a file and read its first byte, for which cloud drives download the whole file."""
        source = cls(path)
        try:
            source.read(0, min(1, source.size))
        except BaseException:
            source.close()
            raise
        return source

    @property
    def mark(self) -> FileFingerprint:
        """Identifies the file and its content later."""
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
        """Close the file, once no thread reads it any more."""
        with self._use_lock:
            self._uses -= 1
            if self._uses:
                return
        os.close(self._fd)

    def _use(self) -> None:
        """Keep the file open until another `close`."""
        with self._use_lock:
            if not self._uses:
                raise ValueError("closed file")
            self._uses += 1

    def read(self, offset: int, size: int) -> bytes:
        """Return exactly `size` bytes from `offset`. Raises AppError if there are fewer."""
        buffer = bytearray(size)
        self.read_into(memoryview(buffer), offset)
        return bytes(buffer)

    def read_into(self, buffer: memoryview, offset: int) -> None:
        """Fill a buffer from `offset`. Raises AppError if there are fewer bytes."""
        self._use()
        try:
            while buffer:
                count = self._read_at(offset, buffer)
                if not count:
                    raise self._changed(text("{path} is shorter now.", path=self._path))
                offset += count
                buffer = buffer[count:]
        finally:
            self.close()

    def check_unchanged(self, is_same: Callable[[], bool]) -> None:
        """Raise AppError (FileChanged) if the file no longer has the content that was read.

        Another size is a change. Other differences prove nothing: chmod and virus scanners change
        the change time, and network drives round times and renumber files. Then the file is opened
        again, and `is_same` decides: it reads the file with this object and returns whether the
        content is what was read before. Equal content both times was also the content in between.

        Also raises if the file has more bytes than its size, as in `/proc`. No other thread may
        read meanwhile.
        """
        self._use()
        try:
            if not self._looks_unchanged():
                self._check_content(is_same)
        finally:
            self.close()

    # --- internal -------------------------------------------------------------------------------

    def _check_content(self, is_same: Callable[[], bool]) -> None:
        for _ in range(ROUNDS):
            before = self._reopen()
            if not is_same():
                raise self._changed(text("{path} was modified.", path=self._path))
            self._check_end()
            try:
                status = os.fstat(self._fd)
            except OSError as error:
                raise read_error(error, str(self._path)) from error
            self._check_size(status.st_size)
            if _identity(status, self._fd)[:_TIMES] == before[:_TIMES]:
                break

    def _open(self) -> tuple[int, _Identity]:
        """Open the file. Raises AppError."""
        path = str(self._path)
        try:
            fd = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | _NONBLOCK)
        except OSError as error:
            raise read_error(error, path) from error
        status = os.fstat(fd)
        if not S_ISREG(status.st_mode):
            os.close(fd)
            raise not_a_file(path)
        return fd, _identity(status, fd)

    def _looks_unchanged(self) -> bool:
        """Whether size, times and numbers are unchanged, both by path and by the open file."""
        known, now = self._identity, self._status()
        self._check_size(now.st_size)
        try:
            held = os.fstat(self._fd)
        except OSError:  # stale handle on a network drive, as when the file was replaced
            return False
        self.lacks_numbers = (held.st_dev, held.st_ino) != known[_TIMES:]
        self._check_end()
        by_name = _identity(now, None)
        if by_name.change_ns is None:  # Windows, where an open file can't be replaced
            by_name = by_name._replace(change_ns=known.change_ns)
        return known.shows_changes and known == by_name == _identity(held, self._fd)

    def _reopen(self) -> _Identity:
        """Open the path again instead of the open file; return its identity."""
        try:
            fd, identity = self._open()
        except AppError as error:
            raise self._changed(
                text("{path} was moved, deleted or replaced.", path=self._path)
            ) from error
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
            raise self._changed(text("{path} was moved or deleted.", path=self._path)) from error

    def _check_size(self, size: int) -> None:
        if size != self.size:
            raise self._changed(
                text(
                    "The size of {path} changed from {before:,} to {after:,} bytes.",
                    path=self._path,
                    before=self.size,
                    after=size,
                )
            )

    def _check_end(self) -> None:
        if self._read_at(self.size, memoryview(bytearray(1))):
            raise self._changed(
                text(
                    "{path} has more than the {size:,} bytes it reports.",
                    path=self._path,
                    size=self.size,
                )
            )

    def _read_at(self, offset: int, buffer: memoryview) -> int:
        try:
            return self._pread(offset, buffer)
        except OSError as error:
            raise read_error(error, str(self._path)) from error

    def _pread(self, offset: int, buffer: memoryview) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._fd, [buffer], offset)
        with self._lock:  # Windows has no preadv: threads share the file's position
            os.lseek(self._fd, offset, os.SEEK_SET)
            data = os.read(self._fd, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _changed(self, change: Text) -> AppError:
        return AppError(
            text("The file changed during the upload"),
            sentences(change, text("Nothing was stored.")),
            text("Upload it again when no other program is writing to it."),
            code="FileChanged",
        )


# Without it, opening a named pipe waits for a writer.
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)


class _Identity(NamedTuple):
    """Attributes of a file; times in ns since 1970, None: unknown."""

    size: int
    mtime_ns: int
    change_ns: int | None
    device: int
    inode: int

    @property
    def shows_changes(self) -> bool:
        """Whether every change shows in the change time.

        Not if it is in whole seconds (FAT, HFS+, sshfs): it misses a change within the second, and
        may really be the modification time, which programs can set back.
        """
        return self.change_ns is not None and self.change_ns % _SECOND != 0


_SECOND = 1_000_000_000  # ns
_TIMES = 3  # fields of the identity before the numbers: size and times


def _identity(status: os.stat_result, fd: int | None) -> _Identity:
    return _Identity(
        status.st_size, status.st_mtime_ns, change_time(status, fd), status.st_dev, status.st_ino
    )

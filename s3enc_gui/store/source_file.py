"""A local file being read for an upload, and whether it is still the same."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from types import TracebackType

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.transfer import FileMark
from s3enc_gui.store.file_errors import file_error, not_a_file


class SourceFile:
    """An open file with the size and modification time it had when it was opened.

    Several threads may read at once. Raises AppError from every method where the file is missing,
    forbidden, or no longer what it was.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._lock = Lock()
        try:
            self._fd = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | _NO_WAIT)
        except OSError as error:
            raise file_error(error, path) from error
        status = os.fstat(self._fd)
        if not S_ISREG(status.st_mode):
            self.close()
            raise not_a_file(path)
        self._identity = _identity(status)
        self.size = status.st_size

    @property
    def mark(self) -> FileMark:
        """By what the file is known again another time."""
        return FileMark(self.size, self._identity[3])

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
            try:
                count = self._read_at(offset, buffer)
            except OSError as error:
                raise file_error(error, str(self._path)) from error
            if not count:
                raise self._changed("It has become shorter.")
            offset += count
            buffer = buffer[count:]

    def check_unchanged(self) -> None:
        """Raise AppError where the file grew, shrank, was written to or replaced.

        Also where it holds more than it says, as what `/proc` shows as files do.
        """
        try:
            now = self._path.stat()
        except OSError as error:
            raise self._changed("It was moved or deleted.") from error
        if now.st_size != self.size:
            raise self._changed(f"It had {self.size:,} bytes and now has {now.st_size:,}.")
        if _identity(now) != self._identity or _identity(os.fstat(self._fd)) != self._identity:
            raise self._changed("It was written to.")
        try:
            more = self._read_at(self.size, memoryview(bytearray(1)))
        except OSError as error:
            raise file_error(error, str(self._path)) from error
        if more:
            raise self._changed(f"It says that it has {self.size:,} bytes, but holds more.")

    def _read_at(self, offset: int, buffer: memoryview) -> int:
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


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)

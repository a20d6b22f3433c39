"""A handler that writes to a rotating file which only this user can read."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from s3enc_gui.store.paths import make_private

MODE = 0o600


class PrivateFileHandler(RotatingFileHandler):
    """Creates file and folder with the first record. A disk that can't be written is no error.

    Several processes may write to one file: after another one has rotated it, it is opened again.
    """

    def __init__(self, path: Path, size: int, kept: int) -> None:
        super().__init__(
            path, maxBytes=size, backupCount=kept, encoding="utf-8", delay=True,
            errors="backslashreplace",
        )  # fmt: skip

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record to the file that has the name now."""
        if self.stream and not self._is_current(self.stream):
            with suppress(OSError):
                self.stream.close()
            self.stream = None
        super().emit(record)

    def close(self) -> None:
        """Close the file; what a full disk didn't take is lost."""
        with suppress(OSError):
            super().close()

    def doRollover(self) -> None:
        """Rotate; where that fails (Windows: another process has it open), write on."""
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:
        """Go on without the record."""

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        make_private(path.parent)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        fd = os.open(path, flags, MODE)
        if hasattr(os, "fchmod"):
            os.fchmod(fd, MODE)
        return os.fdopen(fd, "a", encoding=self.encoding, errors=self.errors)

    def _is_current(self, stream: TextIOWrapper) -> bool:
        try:
            return os.path.samestat(Path(self.baseFilename).stat(), os.fstat(stream.fileno()))
        except (OSError, ValueError):
            return False

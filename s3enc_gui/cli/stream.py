"""A standard stream that is disabled after its first write error."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from time import sleep
from typing import TextIO

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text

PAUSE = 0.02  # seconds between two attempts to write to a non-blocking pipe


class StandardStream:
    """A standard stream; `file` None: closed before the program started, as `closed` says."""

    def __init__(self, file: TextIO | None, closed: AnyText = "") -> None:
        self.problem: AppError | None = None
        self._file = file
        self._is_exact = False
        if file is None:
            self.problem = unprintable(closed, "EBADF")

    def write(self, content: str, *, exact: bool = False) -> None:
        """Write and flush; does nothing once the stream is disabled."""
        if self._file is None or self.problem:
            return
        try:
            if exact:
                self._use_exact_encoding()
            with suppress(BlockingIOError):  # the rest is in the buffer
                self._file.write(content)
            self._flush(self._file)
        except (OSError, ValueError) as error:
            self.problem = _problem_of(error)
            self._silence()

    def _flush(self, file: TextIO) -> None:
        while True:
            try:
                return file.flush()
            except BlockingIOError:  # a pipe that another process made non-blocking
                sleep(PAUSE)

    def _use_exact_encoding(self) -> None:
        reconfigure = getattr(self._file, "reconfigure", None)
        if reconfigure and not self._is_exact:
            reconfigure(encoding="utf-8", newline="")
        self._is_exact = True

    def _silence(self) -> None:
        """Redirect to the null device: Python flushes at exit and would print a traceback."""
        with suppress(OSError, ValueError):
            if self._file is not None:
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, self._file.fileno())
                os.close(null)


def _problem_of(error: Exception) -> AppError:
    number = error.errno if isinstance(error, OSError) else None
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return unprintable(f"{reason}.", errno.errorcode.get(number or 0, type(error).__name__))


def unprintable(detail: AnyText, code: str) -> AppError:
    """Return the error for results that can't be printed."""
    return AppError(text("Can't print the results"), detail, code=code)

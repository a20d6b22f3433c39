"""A standard stream that is given up where it cannot be written any more."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from time import sleep
from typing import TextIO

from s3enc_gui.domain.errors import AppError

PAUSE = 0.02  # seconds between two tries to write into a pipe that does not block


class StandardStream:
    """A standard stream; None stands for one that was closed before the program began."""

    def __init__(self, name: str, file: TextIO | None) -> None:
        self.problem: AppError | None = None
        self._file = file
        self._is_exact = False
        if file is None:
            self.problem = unprintable(f"Standard {name} is closed.", "EBADF")

    def write(self, text: str, *, exact: bool = False) -> None:
        """Write and flush; does nothing where the stream was given up."""
        if self._file is None or self.problem:
            return
        try:
            if exact:
                self._be_exact()
            with suppress(BlockingIOError):  # what is left is in the buffer
                self._file.write(text)
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

    def _be_exact(self) -> None:
        reconfigure = getattr(self._file, "reconfigure", None)
        if reconfigure and not self._is_exact:
            reconfigure(encoding="utf-8", newline="")
        self._is_exact = True

    def _silence(self) -> None:
        """Keep Python from trying again at its end, which would be a traceback."""
        with suppress(OSError, ValueError):
            if self._file is not None:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._file.fileno())
                os.close(nowhere)


def _problem_of(error: Exception) -> AppError:
    number = error.errno if isinstance(error, OSError) else None
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return unprintable(f"{said}.", errno.errorcode.get(number or 0, type(error).__name__))


def unprintable(detail: str, code: str) -> AppError:
    """Return the words for results that nobody can be shown."""
    return AppError("The results cannot be printed", detail, code=code)

"""The log: what the program reports about itself, in a private file that rotates."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.store.log.masked_formatter import MaskedFormatter
from s3enc_gui.store.log.private_file_handler import PrivateFileHandler

SIZE, KEPT = 1_000_000, 3
"""Bytes of a file, and how many earlier files are kept beside it."""

_LOGGER = "s3enc_gui"  # only our own: botocore's messages contain credentials


class _Queue(QueueHandler):
    """Formats and masks a record at once; a thread of its own writes it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Go on without the record."""


class LogFile:
    """The log in `path`. Loggers may be called by the GUI thread and the loop: none waits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        queue: SimpleQueue[Any] = SimpleQueue()
        self._handler = _Queue(queue)
        self._handler.setFormatter(MaskedFormatter())
        self._file = PrivateFileHandler(path, SIZE, KEPT)
        self._listener = QueueListener(queue, self._file)
        self._level = logging.NOTSET  # of the logger, before
        self.is_on = False

    def start(self, level: LogLevel, about: str) -> None:
        """Write records from this level on; first the line `about`, whatever the level."""
        logger = logging.getLogger(_LOGGER)
        self._level, self.is_on = logger.level, True
        logger.addHandler(self._handler)
        self._listener.start()
        self.set_level(level)
        self._handler.handle(logger.makeRecord(_LOGGER, logging.INFO, "", 0, about, (), None))

    def set_level(self, level: LogLevel) -> None:
        """Write records from this level on, if the log is on."""
        if self.is_on:
            self._handler.setLevel(level.name)
            # Other handlers (of stderr) get warnings, whatever the file gets.
            logging.getLogger(_LOGGER).setLevel(min(self._handler.level, logging.WARNING))

    def stop(self) -> None:
        """Write what was logged so far, and close the file."""
        if self.is_on:
            logger = logging.getLogger(_LOGGER)
            logger.removeHandler(self._handler)
            logger.setLevel(self._level)
            self._listener.stop()
            self._file.close()
            self.is_on = False

    def files(self) -> list[Path]:
        """Return the existing files, oldest first."""
        numbered = (self.path.with_name(f"{self.path.name}.{n}") for n in range(KEPT, 0, -1))
        return [one for one in (*numbered, self.path) if one.is_file()]

    def texts(self) -> Iterator[str]:
        """Yield the texts of all files, oldest first. Raises OSError."""
        for file in self.files():
            # Another process may rotate it now.
            with suppress(FileNotFoundError):
                yield file.read_text("utf-8", "replace")

    def newest(self, most: int) -> tuple[str, bool]:
        """Return about `most` characters of the end, and whether that is all. Raises OSError."""
        text = "".join(self.texts())
        if len(text) <= most:
            return text, True
        return text[text.find("\n", len(text) - most) + 1 :], False

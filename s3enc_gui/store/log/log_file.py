"""The log: what the program reports about itself, in a private file that rotates."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from s3enc_gui.domain.log.log_level import LogLevel

if TYPE_CHECKING:
    from s3enc_gui.store.log.log_writer import LogWriter

SIZE, KEPT = 1_000_000, 3
"""Bytes of a file, and how many earlier files are kept beside it."""

_LOGGER = "s3enc_gui"  # only our own: botocore's messages contain credentials


class LogFile:
    """The log in `path`. Loggers may be called by the GUI thread and the loop: none waits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer: LogWriter | None = None  # while the log is on
        self._level = logging.NOTSET  # of the logger, before

    @property
    def is_on(self) -> bool:
        """Whether the log is written."""
        return self._writer is not None

    def start(self, level: LogLevel, about: str) -> None:
        """Write records from this level on; first the line `about`, whatever the level."""
        from s3enc_gui.store.log.log_writer import LogWriter  # most commands have no log

        logger = logging.getLogger(_LOGGER)
        self._level, self._writer = logger.level, LogWriter(self.path, SIZE, KEPT)
        logger.addHandler(self._writer.handler)
        self._writer.start()
        self.set_level(level)
        first = logger.makeRecord(_LOGGER, logging.INFO, "", 0, about, (), None)
        self._writer.handler.handle(first)

    def set_level(self, level: LogLevel) -> None:
        """Write records from this level on, if the log is on."""
        if self._writer:
            handler = self._writer.handler
            handler.setLevel(level.name)
            # Other handlers (of stderr) get warnings, whatever the file gets.
            logging.getLogger(_LOGGER).setLevel(min(handler.level, logging.WARNING))

    def stop(self) -> None:
        """Write what was logged so far, and close the file."""
        if self._writer:
            logger = logging.getLogger(_LOGGER)
            logger.removeHandler(self._writer.handler)
            logger.setLevel(self._level)
            self._writer.stop()
            self._writer = None

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

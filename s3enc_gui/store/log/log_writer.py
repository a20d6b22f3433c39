"""Writes records to the file of the log, on a thread of its own."""

from __future__ import annotations

import logging
from logging.handlers import QueueHandler, QueueListener
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from s3enc_gui.store.log.masked_formatter import MaskedFormatter
from s3enc_gui.store.log.private_file_handler import PrivateFileHandler


class _Queue(QueueHandler):
    """Formats and masks a record at once; a thread of its own writes it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Go on without the record."""


class LogWriter:
    """Writes what its `handler` gets; `size`, `kept`: of the files, as PrivateFileHandler has."""

    def __init__(self, path: Path, size: int, kept: int) -> None:
        queue: SimpleQueue[Any] = SimpleQueue()
        self.handler = _Queue(queue)
        self.handler.setFormatter(MaskedFormatter())
        self._file = PrivateFileHandler(path, size, kept)
        self._listener = QueueListener(queue, self._file)

    def start(self) -> None:
        """Write from now on."""
        self._listener.start()

    def stop(self) -> None:
        """Write what the handler got so far, and close the file."""
        self._listener.stop()
        self._file.close()

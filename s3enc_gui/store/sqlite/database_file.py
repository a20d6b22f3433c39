"""Base class of SQLite files that threads share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import ClassVar

from s3enc_gui.store.sqlite.errors import SqliteErrors
from s3enc_gui.store.sqlite.transaction import transaction


class DatabaseFile:
    """An open database (`path` None: in memory); thread-safe. All methods raise AppError."""

    errors: ClassVar[SqliteErrors]

    def __init__(self, path: Path | None, open_: Callable[[], sqlite3.Connection]) -> None:
        self.path = path
        self._lock = Lock()
        with self.errors.raised(path):
            self._database = open_()

    def close(self) -> None:
        """Close the file. Idempotent."""
        with self._reading() as database:
            database.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self.errors.raised(self.path):
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as database:
            try:
                with transaction(database):
                    yield database
            except BaseException:
                self._rolled_back()
                raise

    def _rolled_back(self) -> None:
        """Called after a transaction failed."""

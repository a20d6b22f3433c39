"""sqlite3.Error and OSError of a database as AppError."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.files.file_lock import locks_work
from s3enc_gui.store.os_errors import NO_SPACE, NOT_WRITABLE, reason

_PRIMARY = 0xFF  # mask: an extended result code holds the primary one in its lowest byte

_Kind = Literal["full", "not_writable", "damaged", "busy", "other"]

_CODES: dict[int, _Kind] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "not_writable",
    sqlite3.SQLITE_CANTOPEN: "not_writable",
    sqlite3.SQLITE_PERM: "not_writable",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    # The index of the write-ahead log can't grow.
    sqlite3.SQLITE_IOERR_SHMSIZE: "full",
}


@dataclass(frozen=True, slots=True)
class SqliteErrors:
    """Errors of one kind of file; None: `other`. An empty detail is filled in when raised."""

    other: AppError
    busy: AppError
    full: AppError | None = None
    not_writable: AppError | None = None
    damaged: AppError | None = None

    @contextmanager
    def raised(self, path: Path | None) -> Iterator[None]:
        """Raise sqlite3.Error and OSError of the block as AppError; `path` None: in memory.

        SQLite calls a file busy where locks don't exist: nothing is known about other programs.
        """
        try:
            yield
        except sqlite3.Error as error:
            kind, message = _kind_of(error), str(error)
            if kind == "busy" and path is not None and not locks_work(path.parent):
                kind, message = "not_writable", os.strerror(errno.ENOLCK)
            raise self._error(kind, path, message) from error
        except OSError as error:
            raise self._error(_kind_of_os_error(error), path, reason(error)) from error

    def _error(self, kind: _Kind, path: Path | None, message: str) -> AppError:
        known: AppError = getattr(self, kind) or self.other
        title, detail, hint = known.texts
        return AppError(title, detail or f"{path or ':memory:'}: {message}.", hint, known.code)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file isn't a usable database."""
    return _kind_of(error) == "damaged"


def _kind_of(error: sqlite3.Error) -> _Kind:
    code = getattr(error, "sqlite_errorcode", 0)  # errors of the sqlite3 module itself have none
    return _CODES.get(code) or _CODES.get(code & _PRIMARY, "other")


def _kind_of_os_error(error: OSError) -> _Kind:
    if error.errno in NO_SPACE:
        return "full"
    return "not_writable" if error.errno in NOT_WRITABLE else "other"

"""What SQLite and the system say of a file, in words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from s3enc_gui.domain.errors import AppError

_PRIMARY = 0xFF  # an extended result code holds the primary one in its lowest byte

_What = Literal["full", "not_writable", "damaged", "busy", "other"]

_CODES: dict[int, _What] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "not_writable",
    sqlite3.SQLITE_CANTOPEN: "not_writable",
    sqlite3.SQLITE_PERM: "not_writable",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    # The index of the write-ahead log could not grow.
    sqlite3.SQLITE_IOERR_SHMSIZE: "full",
}
_ERRNOS: dict[int, _What] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "not_writable",
    errno.EPERM: "not_writable",
    errno.EROFS: "not_writable",
    errno.ENOTDIR: "not_writable",
    errno.EEXIST: "not_writable",
}


@dataclass(frozen=True, slots=True)
class SqliteErrors:
    """How a kind of file says what is the matter with it; the details are filled in."""

    full: AppError
    not_writable: AppError
    damaged: AppError
    busy: AppError
    other: AppError

    @contextmanager
    def speaking(self, path: Path | None) -> Iterator[None]:
        """Let nothing of SQLite or the system out but AppError; `path` None: in memory."""
        place = path or "in memory"
        try:
            yield
        except sqlite3.Error as error:
            raise self._told(_find(error), f"{place}: {error}.") from error
        except OSError as error:
            what = _ERRNOS.get(error.errno or 0, "other")
            raise self._told(what, f"{place}: {error.strerror or error}.") from error

    def _told(self, what: _What, detail: str) -> AppError:
        words: AppError = getattr(self, what)
        return AppError(words.title, detail, words.hint, words.code)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file holds no sound database."""
    return _find(error) == "damaged"


def _find(error: sqlite3.Error) -> _What:
    code = getattr(error, "sqlite_errorcode", 0)  # sqlite3's own complaints carry none
    return _CODES.get(code) or _CODES.get(code & _PRIMARY, "other")

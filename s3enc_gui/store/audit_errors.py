"""What SQLite and the system say of an audit's file, in words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s3enc_gui.domain.errors import AppError

_PRIMARY = 0xFF  # an extended result code holds the primary one in its lowest byte

_FULL = AppError(
    "The disk is full: the audit cannot be written down", "", "Make room.", "AuditFull"
)
_NOT_WRITABLE = AppError(
    "The audit's file cannot be written",
    "",
    "See who may write to the folder, and whether the disk is there.",
    "AuditNotWritable",
)
_DAMAGED = AppError("The audit's file is damaged", "", "Remove it and begin anew.", "AuditDamaged")
_BUSY = AppError(
    "This audit is already under way", "", "Wait for the other one, or end it.", "AuditBusy"
)
_OTHER = AppError("The audit's file does not work", "", "", "AuditError")

_WORDS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
}
_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def in_words(path: Path | None) -> Iterator[None]:
    """Let nothing of SQLite or the system out but AppError."""
    place = path or "in memory"
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)  # sqlite3's own complaints carry none
        raise _told(_WORDS.get(code & _PRIMARY, _OTHER), f"{place}: {error}.") from error
    except OSError as error:
        words = _FULL if error.errno in _FULL_DISK else _NOT_WRITABLE
        raise _told(words, f"{place}: {error.strerror or error}.") from error


def _told(words: AppError, detail: str) -> AppError:
    return AppError(words.title, detail, words.hint, words.code)

"""What SQLite says, in words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s3enc_gui.domain.errors import AppError

_PRIMARY = 0xFF  # an extended result code holds the primary one in its lowest byte

FULL = AppError(
    "The disk is full: the journal of transfers cannot be written",
    "",
    "Make room. Nothing is sent that could not be written down.",
    "JournalFull",
)
_NOT_WRITABLE = AppError(
    "The journal of transfers cannot be written",
    "",
    "See who may write to the folder, and whether the disk is there.",
    "JournalNotWritable",
)
_DAMAGED = AppError(
    "The journal of transfers is damaged",
    "",
    "Start the program again: it puts the damaged file aside and begins a new one.",
    "JournalDamaged",
)
_BUSY = AppError(
    "Another program keeps the journal of transfers locked",
    "",
    "Wait for it, or end it.",
    "JournalBusy",
)
_OTHER = AppError("The journal of transfers does not work", "", "", "JournalError")

_WORDS = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    # The index of the write-ahead log could not grow.
    sqlite3.SQLITE_IOERR_SHMSIZE: FULL,
}
_ERRNO_WORDS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: _NOT_WRITABLE,
    errno.EPERM: _NOT_WRITABLE,
    errno.EROFS: _NOT_WRITABLE,
    errno.ENOTDIR: _NOT_WRITABLE,
    errno.EEXIST: _NOT_WRITABLE,
}


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file holds no sound database."""
    return _find(error) is _DAMAGED


@contextmanager
def in_words(path: Path | None) -> Iterator[None]:
    """Let nothing of SQLite or the system out but AppError; `path` is where the journal is."""
    place = path or "in memory"
    try:
        yield
    except sqlite3.Error as error:
        raise _told(_find(error), f"{place}: {error}.") from error
    except OSError as error:
        words = _ERRNO_WORDS.get(error.errno or 0, _OTHER)
        raise _told(words, f"{place}: {error.strerror or error}.") from error


def _find(error: sqlite3.Error) -> AppError:
    code = getattr(error, "sqlite_errorcode", 0)  # sqlite3's own complaints carry none
    return _WORDS.get(code) or _WORDS.get(code & _PRIMARY, _OTHER)


def _told(words: AppError, detail: str) -> AppError:
    return AppError(words.title, detail, words.hint, words.code)


def not_there(what: str, number: int) -> AppError:
    """Return the words for an id that the journal does not (any longer) know."""
    return AppError(f"The journal has no {what} {number}", "", "", "NotInJournal")

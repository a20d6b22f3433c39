"""Opening the journal's file, and putting a damaged one aside."""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.journal import schema
from s3enc_gui.store.journal.errors import is_damage
from s3enc_gui.store.paths import make_private

_PATIENCE = 30.0  # seconds to wait while another program writes
_LOG_SIZE = 16 * 2**20  # bytes the write-ahead log shrinks to once it is in the database


def open_journal(path: Path | None) -> tuple[sqlite3.Connection, Path | None]:
    """Return the database, and where a damaged one was put that was found in its place.

    `path` None: in memory. Raises AppError where a later version of the program wrote it (it stays
    as it is), else sqlite3.Error and OSError.
    """
    if path is None:
        return _prepared(_connect(":memory:")), None
    make_private(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite's own would follow the umask
    try:
        return _prepared(_connect(path)), None
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
    aside = _put_aside(path)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return _prepared(_connect(path)), aside


def _connect(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)


def _prepared(database: sqlite3.Connection) -> sqlite3.Connection:
    try:
        _check(database)
        _use_write_ahead_log(database)
        database.execute("PRAGMA synchronous = FULL")  # a commit is on the disk
        database.execute(f"PRAGMA journal_size_limit = {_LOG_SIZE}")
        schema.update(database)
    except BaseException:
        database.close()
        raise
    return database


def _check(database: sqlite3.Connection) -> None:
    database.execute("BEGIN")  # one look: another program may just be making the tables
    found = schema.version(database)
    tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    database.execute("COMMIT")
    if found > schema.VERSION:
        raise AppError(
            "A later version of S3enc wrote the journal of transfers",
            f"It has version {found}; this program knows {schema.VERSION}.",
            "Use the later version of the program.",
            code="JournalTooNew",
        )
    verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok" or (found == 0 and tables) or (found > 0 and not tables):
        damage = sqlite3.DatabaseError(verdict)
        damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damage


def _use_write_ahead_log(database: sqlite3.Connection) -> None:
    """Several programs may start at once; for this one step SQLite does not wait by itself."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _put_aside(path: Path) -> Path:
    """Rename the file with its log, which may be worth mending."""
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in itertools.count(1))
    aside = next(name for name in names if not name.exists())
    # The log first: left beside a new file it would be played back into that.
    for end in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
    return aside

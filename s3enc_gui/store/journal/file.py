"""Opens the journal's file, and moves a damaged one aside."""

from __future__ import annotations

import itertools
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.store.journal import schema
from s3enc_gui.store.sqlite.errors import is_damage
from s3enc_gui.store.sqlite.opening import damage, database_files, open_shared, schema_version

_TIMEOUT = 30.0  # seconds to wait while another program writes
_LOG_SIZE = 16 * 2**20  # bytes the write-ahead log is truncated to after a checkpoint


def open_journal(path: Path | None) -> tuple[sqlite3.Connection, Path | None]:
    """Return the database, and where a damaged one was moved (None: it wasn't damaged).

    `path` None: in memory. Raises AppError for a file of a later version of S3enc, which stays
    unchanged; else sqlite3.Error and OSError.
    """
    try:
        return open_shared(path, _TIMEOUT, _prepare), None
    except sqlite3.DatabaseError as error:
        if path is None or not is_damage(error):
            raise
    aside = _move_aside(path)
    return open_shared(path, _TIMEOUT, _prepare), aside


def _prepare(database: sqlite3.Connection) -> None:
    _check(database)
    _use_write_ahead_log(database)
    database.execute("PRAGMA synchronous = FULL")  # a commit survives a power failure
    database.execute(f"PRAGMA journal_size_limit = {_LOG_SIZE}")
    schema.update(database)


def _check(database: sqlite3.Connection) -> None:
    database.execute("BEGIN")  # one snapshot: another program may be creating the tables
    found = schema_version(database)
    tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    database.execute("COMMIT")
    if found > schema.VERSION:
        raise AppError(
            text("A later version of S3enc wrote the transfer journal"),
            text(
                "The journal has version {found}; this version of S3enc reads versions up "
                "to {known}.",
                found=found,
                known=schema.VERSION,
            ),
            text("Use the later version of S3enc."),
            code="JournalTooNew",
        )
    verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok" or (found == 0 and tables) or (found > 0 and not tables):
        raise damage(verdict)


def _use_write_ahead_log(database: sqlite3.Connection) -> None:
    """Retry while another program does the same: SQLite's timeout doesn't cover this step."""
    deadline = time.monotonic() + _TIMEOUT
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


def _move_aside(path: Path) -> Path:
    """Rename the file and its log: the data may be recoverable."""
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in itertools.count(1))
    aside = next(name for name in names if not name.exists())
    for file, renamed in zip(database_files(path), database_files(aside), strict=True):
        with suppress(FileNotFoundError):
            file.replace(renamed)
    return aside

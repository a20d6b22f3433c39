"""The tables of an audit's file; text from outside is kept as bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

VERSION = 1
_PATIENCE = 0.5  # seconds to wait for somebody who just closes it

_TABLES = (
    """CREATE TABLE IF NOT EXISTS audit (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        bucket BLOB NOT NULL, prefix BLOB NOT NULL, versions INTEGER NOT NULL,
        started INTEGER NOT NULL, ended INTEGER, region TEXT, encryption TEXT,
        listed INTEGER NOT NULL DEFAULT 0, delete_markers INTEGER NOT NULL DEFAULT 0,
        all_listed INTEGER NOT NULL DEFAULT 0,
        next_key BLOB NOT NULL DEFAULT x'', next_version TEXT NOT NULL DEFAULT '',
        next_token BLOB NOT NULL DEFAULT x'', next_anew INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE IF NOT EXISTS objects (
        id INTEGER PRIMARY KEY,
        key BLOB NOT NULL, version TEXT, latest INTEGER NOT NULL,
        size INTEGER NOT NULL, modified INTEGER, etag TEXT NOT NULL, class TEXT NOT NULL,
        state INTEGER, at INTEGER
    )""",
    "CREATE TABLE IF NOT EXISTS markers (id INTEGER PRIMARY KEY, key BLOB NOT NULL, version TEXT)",
    # In each state by their ids: the rare ones are found at once, and in order.
    "CREATE INDEX IF NOT EXISTS objects_by_state ON objects (state)",
    # An answer that thousands of objects share is kept once.
    """CREATE TABLE IF NOT EXISTS states (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL,
        UNIQUE (kind, status, error)
    )""",
    """CREATE TABLE IF NOT EXISTS keys (
        name TEXT PRIMARY KEY, arn TEXT, aliases TEXT NOT NULL, is_aws_s3 INTEGER
    ) WITHOUT ROWID""",
)


def open_database(path: Path | None) -> sqlite3.Connection:
    """Open the file, for nobody but us; raises sqlite3.Error, busy where another program has it."""
    database = sqlite3.connect(
        path or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        if path is not None:
            path.chmod(0o600)
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        # A kill loses nothing so; a power cut the last moments, and those are looked at again.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN IMMEDIATE")
        if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            _drop(database)
        for table in _TABLES:
            database.execute(table)
        _add_columns(database)
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that is there, beside other readers; raises sqlite3.Error.

    Busy where an audit is under way, not a database where another version has written it.
    """
    database = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",  # to read only it would need a log that is there
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    try:
        database.execute("PRAGMA query_only = ON")
        found = database.execute("PRAGMA user_version").fetchone()[0]
        if found != VERSION:
            error = sqlite3.DatabaseError(f"it has version {found}")
            error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
            raise error
    except BaseException:
        database.close()
        raise
    return database


def _add_columns(database: sqlite3.Connection) -> None:
    """Files of earlier programs have no token; they are read on all the same.

    An audit under way that has counted delete markers begins anew: their names were not kept.
    """
    columns = [row[1] for row in database.execute("PRAGMA table_info(audit)")]
    if "next_token" not in columns:
        database.execute("DELETE FROM audit WHERE ended IS NULL AND delete_markers > 0")
        database.execute("ALTER TABLE audit ADD COLUMN next_token BLOB NOT NULL DEFAULT x''")
        database.execute("ALTER TABLE audit ADD COLUMN next_anew INTEGER NOT NULL DEFAULT 0")


def _drop(database: sqlite3.Connection) -> None:
    """Another version of the program wrote it: an audit can always be made anew."""
    names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (name,) in names:
        database.execute(f'DROP TABLE "{name}"')

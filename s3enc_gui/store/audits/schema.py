"""Tables of an audit file; opens it for writing or for reading."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from s3enc_gui.store.audits import maker
from s3enc_gui.store.sqlite.opening import (
    closed_on_error,
    connect,
    damage,
    database_files,
    open_exclusive,
    schema_version,
)

VERSION = 1
_READ_TIMEOUT = 0.5  # seconds to wait for a program that is closing the file

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
    # Finds the objects of a rare state quickly, and by id.
    "CREATE INDEX IF NOT EXISTS objects_by_state ON objects (state)",
    # A status that thousands of objects share is stored once.
    """CREATE TABLE IF NOT EXISTS states (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL,
        UNIQUE (kind, status, error)
    )""",
    """CREATE TABLE IF NOT EXISTS keys (
        name TEXT PRIMARY KEY, arn TEXT, aliases TEXT NOT NULL, is_aws_s3 INTEGER
    ) WITHOUT ROWID""",
    # Apart from the keys, so that earlier releases can read the file.
    "CREATE TABLE IF NOT EXISTS key_states (name TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID",
    maker.TABLE,
)


def open_database(path: Path | None) -> sqlite3.Connection:
    """Open the file exclusively; the tables of another version are dropped.

    `path` None: in memory. Raises sqlite3.Error (busy while another program has it) and OSError.
    """
    return open_exclusive(path, VERSION, _prepare)


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open an existing file beside other readers.

    Raises sqlite3.Error: busy while the audit is running, damage for another schema version.
    """
    # mode=ro would need an existing write-ahead log.
    mode = "immutable=1" if _is_immutable(path) else "mode=rw"
    database = connect(f"{path.absolute().as_uri()}?{mode}", _READ_TIMEOUT, uri=True)
    with closed_on_error(database):
        database.execute("PRAGMA query_only = ON")
        found = schema_version(database)
        if found != VERSION:
            raise damage(f"it has version {found}", sqlite3.SQLITE_NOTADB)
    return database


def _is_immutable(path: Path) -> bool:
    """Whether nobody can change the file: it and its folder are read-only, and it has no log.

    SQLite would need to create the index of a log (https://www.sqlite.org/wal.html, read-only
    databases).
    """
    log = database_files(path)[0]
    return not (log.exists() or os.access(path, os.W_OK) or os.access(path.parent, os.W_OK))


def _prepare(database: sqlite3.Connection) -> None:
    for table in _TABLES:
        database.execute(table)
    _add_columns(database)
    database.execute(f"PRAGMA user_version = {VERSION}")


def _add_columns(database: sqlite3.Connection) -> None:
    """Upgrade a file of an earlier release, which has no continuation token.

    An unfinished audit that counted delete markers is deleted: their names weren't stored.
    """
    columns = [row[1] for row in database.execute("PRAGMA table_info(audit)")]
    if "next_token" not in columns:
        database.execute("DELETE FROM audit WHERE ended IS NULL AND delete_markers > 0")
        database.execute("ALTER TABLE audit ADD COLUMN next_token BLOB NOT NULL DEFAULT x''")
        database.execute("ALTER TABLE audit ADD COLUMN next_anew INTEGER NOT NULL DEFAULT 0")

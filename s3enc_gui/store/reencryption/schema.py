"""Tables of the file of one change of encryption."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from s3enc_gui.store.sqlite.opening import connect, damage, open_exclusive, schema_version
from s3enc_gui.store.sqlite.transaction import transaction

VERSION = 3

_TABLES = (
    """CREATE TABLE IF NOT EXISTS run (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        bucket BLOB NOT NULL, target INTEGER, undoes TEXT NOT NULL,
        started INTEGER NOT NULL, planned INTEGER, ended INTEGER, versioned INTEGER,
        began INTEGER, origin BLOB
    )""",
    # An encryption that thousands of objects share is stored once.
    "CREATE TABLE IF NOT EXISTS encryptions (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE)",
    """CREATE TABLE IF NOT EXISTS objects (
        id INTEGER PRIMARY KEY,
        key BLOB NOT NULL, version TEXT, latest INTEGER NOT NULL,
        etag TEXT NOT NULL, size INTEGER NOT NULL, before INTEGER, target INTEGER,
        way TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL,
        writes INTEGER NOT NULL, reads INTEGER NOT NULL, kms INTEGER NOT NULL,
        source BLOB, started INTEGER, ended INTEGER,
        after INTEGER, new_etag TEXT, new_version TEXT, error BLOB, doubts TEXT,
        context BLOB, former_context BLOB
    )""",
    "CREATE INDEX IF NOT EXISTS objects_by_state ON objects (state)",
)


def open_database(path: Path | None) -> sqlite3.Connection:
    """Open the file exclusively; `path` None: in memory.

    Raises sqlite3.Error (busy while another program has it) and OSError.
    """
    return open_exclusive(path, VERSION, _prepare)


def open_existing(path: Path) -> sqlite3.Connection:
    """Open a file that has a change of encryption; any other file stays as it is.

    Raises sqlite3.Error, also for another kind of file, and OSError.
    """
    with path.open("rb"):  # SQLite's own error says less
        pass
    database = connect(f"{path.absolute().as_uri()}?mode=rw", timeout=0.5, uri=True)
    try:
        names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        version = schema_version(database)
        if {name for (name,) in names} != _NAMES or version not in (1, 2, VERSION):
            raise damage("it is another kind of file", sqlite3.SQLITE_NOTADB)
        if version < VERSION:
            _upgrade(database, version)
    finally:
        database.close()
    return open_database(path)


def _upgrade(database: sqlite3.Connection, version: int) -> None:
    """Add what earlier versions don't have; version 1 recorded only what happened to objects."""
    with transaction(database):
        if version == 1:
            database.execute("ALTER TABLE run ADD COLUMN began INTEGER")
            database.execute("ALTER TABLE run ADD COLUMN origin BLOB")
            database.execute(
                "UPDATE run SET began = started WHERE EXISTS"
                " (SELECT 1 FROM objects WHERE started IS NOT NULL OR ended IS NOT NULL)"
            )
        for column in ("context", "former_context"):
            database.execute(f"ALTER TABLE objects ADD COLUMN {column} BLOB")
        database.execute(f"PRAGMA user_version = {VERSION}")


_NAMES = {"run", "encryptions", "objects"}


def _prepare(database: sqlite3.Connection) -> None:
    for table in _TABLES:
        database.execute(table)
    database.execute(f"PRAGMA user_version = {VERSION}")

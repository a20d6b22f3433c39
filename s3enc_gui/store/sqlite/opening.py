"""Opens, closes and deletes SQLite files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import uniform
from time import monotonic, sleep

from s3enc_gui.store.paths import make_private

_EXCLUSIVE_TIMEOUT = 0.5  # seconds to wait for a program that is closing the file
_PAUSE = (0.002, 0.02)  # seconds between two attempts, at random
_PRIMARY_CODE = 0xFF  # the bits of an extended result code that tell the kind

Prepare = Callable[[sqlite3.Connection], None]
"""Sets options and creates or upgrades tables."""


def connect(path: Path | str, timeout: float, *, uri: bool = False) -> sqlite3.Connection:
    """Return a connection in autocommit mode, usable by all threads; `timeout` in seconds."""
    return sqlite3.connect(
        path, timeout=timeout, isolation_level=None, check_same_thread=False, uri=uri
    )


def open_shared(path: Path | None, timeout: float, prepare: Prepare) -> sqlite3.Connection:
    """Open a file that several programs may use, readable by this user only.

    `path` None: in memory. Raises sqlite3.Error and OSError.
    """
    if path is not None:
        make_private(path.parent)
        # SQLite itself would create it with the permissions of the umask.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = connect(path or ":memory:", timeout)
    with closed_on_error(database):
        prepare(database)
    return database


def open_exclusive(path: Path | None, version: int, prepare: Prepare) -> sqlite3.Connection:
    """Open a file that one program at a time may use, readable by this user only.

    Tables of another schema version are dropped before `prepare`, in the same transaction.
    `path` None: in memory. Raises sqlite3.Error (busy while another program has it) and OSError.
    """
    if path is not None:
        make_private(path.parent)
    deadline = monotonic() + _EXCLUSIVE_TIMEOUT
    while True:
        try:
            return _opened_exclusively(path, version, prepare)
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY
            if not is_busy or monotonic() >= deadline:
                raise
        sleep(uniform(*_PAUSE))  # noqa: S311 - no secret


def _opened_exclusively(path: Path | None, version: int, prepare: Prepare) -> sqlite3.Connection:
    """Open the file without waiting.

    Of two that wait for each other with the file open for reading, neither would get it.
    """
    database = connect(path or ":memory:", 0)
    with closed_on_error(database):
        if path is not None:
            path.chmod(0o600)
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        # Survives a killed process; a power failure may lose the last commits, which are redone.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN EXCLUSIVE")
        if schema_version(database) != version:
            _drop_tables(database)
        prepare(database)
        database.execute("COMMIT")
    return database


@contextmanager
def closed_on_error(database: sqlite3.Connection) -> Iterator[None]:
    """Close the connection if the block raises."""
    try:
        yield
    except BaseException:
        database.close()
        raise


def schema_version(database: sqlite3.Connection) -> int:
    """Return the version of the tables; 0: there are none."""
    with closing(database.execute("PRAGMA user_version")) as found:
        return int(found.fetchone()[0])


def damage(message: str, code: int = sqlite3.SQLITE_CORRUPT) -> sqlite3.DatabaseError:
    """Return the error of a file that is not a usable database."""
    error = sqlite3.DatabaseError(message)
    error.sqlite_errorcode = code
    return error


def database_files(path: Path) -> tuple[Path, ...]:
    """Return the write-ahead log, its index and the database, in the order to remove them.

    SQLite would replay a log that is left beside a new database.
    """
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", ""))


def delete_database(path: Path) -> None:
    """Delete a database and its log, if they exist. Raises OSError."""
    for file in database_files(path):
        file.unlink(missing_ok=True)


def _drop_tables(database: sqlite3.Connection) -> None:
    names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (name,) in names:
        database.execute(f'DROP TABLE "{name}"')

"""SQLite transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit what the block writes; roll back if it raises.

    IMMEDIATE: no other program writes between the block's reads and its writes.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
        database.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite itself rolls back after some errors (disk full)
            database.execute("ROLLBACK")
        raise

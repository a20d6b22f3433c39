"""All or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Write everything in the block, or nothing where it raises.

    IMMEDIATE: what it reads stays true until it has written, whoever else waits.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
        database.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # of some errors, as a full disk, SQLite has undone it itself
            database.execute("ROLLBACK")
        raise

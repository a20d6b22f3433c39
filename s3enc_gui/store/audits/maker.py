"""Who made an audit; in a table of its own, so that earlier releases can read the file."""

from __future__ import annotations

import sqlite3

from s3enc_gui.domain.audits.audit import AuditMaker

TABLE = (
    "CREATE TABLE IF NOT EXISTS maker (id INTEGER PRIMARY KEY CHECK (id = 1), user TEXT, who TEXT)"
)


def save_maker(database: sqlite3.Connection, maker: AuditMaker) -> None:
    """Replace the maker."""
    database.execute("INSERT OR REPLACE INTO maker VALUES (1, ?, ?)", (maker.user, maker.who))


def read_maker(database: sqlite3.Connection) -> AuditMaker:
    """Return the maker; a file of an earlier release names none."""
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'maker'").fetchone():
        row = database.execute("SELECT user, who FROM maker").fetchone()
        if row is not None:
            return AuditMaker(*row)
    return AuditMaker()

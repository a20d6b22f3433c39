"""The tables of the journal.

All text from outside is kept as bytes (`journal_rows.pack`): file names may hold what is no text.
"""

from __future__ import annotations

import sqlite3

from s3enc_gui.store.sqlite.transaction import transaction

# One step a version; a published step is never edited, the next one is added.
_STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE batches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL,
            bucket BLOB NOT NULL,
            origin BLOB NOT NULL,
            connection BLOB NOT NULL,
            options BLOB NOT NULL,
            created TEXT NOT NULL
        )""",
        # AUTOINCREMENT: a receipt outlives its transfer, whose number must not be given again.
        """CREATE TABLE transfers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            batch INTEGER NOT NULL,
            position INTEGER NOT NULL,
            path BLOB NOT NULL,
            item_key BLOB NOT NULL,
            size INTEGER NOT NULL,
            state TEXT NOT NULL,
            key BLOB,
            mark_size INTEGER,
            mark_mtime_ns INTEGER,
            begun TEXT,
            sent_size INTEGER,
            sent_crc64nvme TEXT,
            sent_md5_etag TEXT,
            result TEXT
        )""",
        "CREATE INDEX transfers_in_order ON transfers (batch, position)",
        "CREATE INDEX transfers_unfinished ON transfers (batch) WHERE state <> 'ended'",
        """CREATE TABLE uploads (
            transfer INTEGER PRIMARY KEY,
            upload_id TEXT NOT NULL,
            part_size INTEGER NOT NULL,
            crc INTEGER NOT NULL,
            asked TEXT NOT NULL
        )""",
        "CREATE INDEX uploads_by_id ON uploads (upload_id)",
        # The CRC64NVME as 8 bytes: SQLite's integers are signed.
        """CREATE TABLE parts (
            transfer INTEGER NOT NULL,
            number INTEGER NOT NULL,
            size INTEGER NOT NULL,
            etag TEXT NOT NULL,
            crc BLOB NOT NULL,
            md5 BLOB,
            PRIMARY KEY (transfer, number)
        ) WITHOUT ROWID""",
        # What is searched is apart from the receipts themselves: a search reads all of it.
        """CREATE TABLE receipts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            transfer INTEGER NOT NULL,
            ended INTEGER,
            bucket BLOB NOT NULL,
            kms_key BLOB NOT NULL,
            names BLOB NOT NULL
        )""",
        "CREATE INDEX receipts_by_end ON receipts (ended)",
        "CREATE INDEX receipts_by_bucket ON receipts (bucket, ended)",
        "CREATE INDEX receipts_by_transfer ON receipts (transfer)",
        "CREATE TABLE receipt_bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL)",
    ),
    # Whether who asked for it has not been told yet how all of it ended.
    ("ALTER TABLE batches ADD COLUMN open INTEGER NOT NULL DEFAULT 0",),
    # The file's change time, and the checksum of the parts' checksums.
    (
        "ALTER TABLE transfers ADD COLUMN mark_change_ns INTEGER",
        "ALTER TABLE transfers ADD COLUMN sent_composite TEXT",
    ),
    # Which transfers stored a key; and receipts may have lines on later checks (`checked_again`).
    ("CREATE INDEX transfers_by_key ON transfers (item_key)",),
)
VERSION = len(_STEPS)


def version(database: sqlite3.Connection) -> int:
    """Return the version of the tables that are there; 0: none are."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def update(database: sqlite3.Connection) -> None:
    """Bring the tables to VERSION."""
    if version(database) == VERSION:
        return
    with transaction(database):  # another program may be at it: look again
        for step in _STEPS[version(database) :]:
            for statement in step:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")

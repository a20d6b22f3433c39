"""Tables of the journal and their upgrades.

Texts from outside are stored as bytes (see sqlite.packing): file names may be invalid Unicode.
"""

from __future__ import annotations

import sqlite3

from s3enc_gui.store.sqlite.opening import schema_version
from s3enc_gui.store.sqlite.transaction import transaction

# One step per version. Never edit a published step; add one.
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
        # AUTOINCREMENT: a receipt outlives its transfer, so ids must not be reused.
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
        # Searched columns are in a table of their own: a search reads all of its rows.
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
    # Open: the user hasn't seen the results of the batch yet.
    ("ALTER TABLE batches ADD COLUMN open INTEGER NOT NULL DEFAULT 0",),
    # The file's change time, and the composite checksum of a multipart upload.
    (
        "ALTER TABLE transfers ADD COLUMN mark_change_ns INTEGER",
        "ALTER TABLE transfers ADD COLUMN sent_composite TEXT",
    ),
    # Finds the transfers of a key; receipts may have later checks (`checked_again`).
    ("CREATE INDEX transfers_by_key ON transfers (item_key)",),
    # The encryption context that the response to CreateMultipartUpload named, as JSON.
    ("ALTER TABLE uploads ADD COLUMN context TEXT",),
    # The metadata of client-side encryption (JSON), which another run couldn't compute again.
    ("ALTER TABLE transfers ADD COLUMN sent_envelope TEXT",),
)
VERSION = len(_STEPS)


def update(database: sqlite3.Connection) -> None:
    """Create or upgrade the tables to VERSION."""
    if schema_version(database) == VERSION:
        return
    with transaction(database):  # read the version again: another program may be upgrading
        for step in _STEPS[schema_version(database) :]:
            for statement in step:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")

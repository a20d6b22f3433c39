"""Batches and transfers in the journal: entered, read, taken over and forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.domain.uploads.transfer import (
    Batch,
    InterruptedBatch,
    SentPart,
    Transfer,
    TransferState,
)
from s3enc_gui.store.journal.errors import not_there
from s3enc_gui.store.journal.rows import (
    BATCH,
    TRANSFER,
    batch_of,
    pack,
    pack_plain,
    part_of,
    transfer_of,
)

# The statements are put together from constants.
_SELECT_BATCH = f"SELECT {BATCH} FROM batches WHERE id = ?"  # noqa: S608
_SELECT_TRANSFERS = f"SELECT {TRANSFER} FROM transfers t LEFT JOIN uploads u ON u.transfer = t.id"  # noqa: S608


def add_batch(
    database: sqlite3.Connection,
    owner: str,
    connection: Connection,
    bucket: str,
    options: UploadOptions,
    origin: str,
) -> int:
    """Enter a batch without files, open where it has an origin; return its number."""
    number = database.execute(
        """INSERT INTO batches (owner, connection, bucket, options, origin, created, open)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            owner,
            pack_plain(connection),
            pack(bucket),
            pack_plain(options),
            pack(origin),
            datetime.now(UTC).isoformat(),
            origin != "",
        ),
    ).lastrowid
    return int(number or 0)


def add_transfers(
    database: sqlite3.Connection, batch: int, items: Sequence[UploadItem]
) -> tuple[int, ...]:
    """Enter files at the end of the queue; return their numbers."""
    row = database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'transfers'").fetchone()
    first = 1 if row is None else row[0] + 1
    numbers = range(first, first + len(items))
    database.executemany(
        """INSERT INTO transfers (id, batch, position, path, item_key, size, state)
            VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6)""",
        (
            (number, batch, pack(item.path), pack(item.key), item.size, TransferState.WAITING.value)
            for number, item in zip(numbers, items, strict=True)
        ),
    )
    return tuple(numbers)


def read_batch(database: sqlite3.Connection, batch: int) -> Batch:
    """Return a batch. Raises AppError where there is none."""
    row = database.execute(_SELECT_BATCH, (batch,)).fetchone()
    if row is None:
        raise not_there("batch", batch)
    return batch_of(row)


def read_transfers(database: sqlite3.Connection, batch: int) -> list[Transfer]:
    """Return the files of a batch in the order of their turns."""
    parts = _parts(
        database.execute(
            """SELECT transfer, number, parts.size, etag, crc, md5
                FROM parts JOIN transfers ON transfers.id = transfer
                WHERE batch = ? ORDER BY transfer, number""",
            (batch,),
        )
    )
    rows = database.execute(f"{_SELECT_TRANSFERS} WHERE batch = ? ORDER BY position, id", (batch,))
    return [transfer_of(row, parts) for row in rows]


def read_transfer(database: sqlite3.Connection, transfer: int) -> Transfer:
    """Return one file. Raises AppError where there is none."""
    row = database.execute(f"{_SELECT_TRANSFERS} WHERE id = ?", (transfer,)).fetchone()
    if row is None:
        raise not_there("transfer", transfer)
    parts = database.execute(
        """SELECT transfer, number, size, etag, crc, md5
            FROM parts WHERE transfer = ? ORDER BY number""",
        (transfer,),
    )
    return transfer_of(row, _parts(parts))


def _parts(rows: sqlite3.Cursor) -> dict[int, tuple[SentPart, ...]]:
    grouped = groupby(rows, itemgetter(0))
    return {transfer: tuple(part_of(row[1:]) for row in group) for transfer, group in grouped}


def queue(database: sqlite3.Connection, owner: str) -> list[int]:
    """Return the unfinished files of all the owner's batches in the order of their turns."""
    rows = database.execute(
        """SELECT id FROM transfers
            WHERE state <> 'ended' AND batch IN (SELECT id FROM batches WHERE owner = ?)
            ORDER BY position, id""",
        (owner,),
    )
    return [number for (number,) in rows]


def interrupted(
    database: sqlite3.Connection, is_alive: Callable[[str], bool]
) -> Iterator[InterruptedBatch]:
    """Yield what nobody alive owns and is not finished, oldest first.

    Bytes that S3 has as parts are not to do any more.
    """
    rows = database.execute(
        """SELECT batch, owner, count(*), sum(size) - coalesce(sum(
                (SELECT sum(size) FROM parts WHERE transfer = transfers.id)), 0)
            FROM transfers JOIN batches ON batches.id = batch
            WHERE state <> 'ended' GROUP BY batch ORDER BY batch"""
    ).fetchall()
    living = {owner: is_alive(owner) for owner in {row[1] for row in rows}}
    for batch, owner, files, size in rows:
        if not living[owner]:
            yield InterruptedBatch(read_batch(database, batch), files, max(0, size))


def unfinished(
    database: sqlite3.Connection, origin: str, is_alive: Callable[[str], bool]
) -> Batch | None:
    """Return the newest of that origin that nobody alive owns, and is open or not finished."""
    rows = database.execute(
        """SELECT id, owner FROM batches WHERE origin = ? AND (open OR EXISTS
                (SELECT 1 FROM transfers WHERE batch = batches.id AND state <> 'ended'))
            ORDER BY id DESC""",
        (pack(origin),),
    ).fetchall()
    for batch, owner in rows:
        if not is_alive(owner):
            return read_batch(database, batch)
    return None


def close_batches(database: sqlite3.Connection, owner: str, origin: str) -> None:
    """Let the owner's batches of that origin be open no more."""
    database.execute(
        "UPDATE batches SET open = 0 WHERE owner = ? AND origin = ?", (owner, pack(origin))
    )


def owner_of(database: sqlite3.Connection, batch: int) -> str | None:
    """Return who owns a batch, None where there is none."""
    row = database.execute("SELECT owner FROM batches WHERE id = ?", (batch,)).fetchone()
    return None if row is None else str(row[0])


def take(database: sqlite3.Connection, batch: int, owner: str) -> bool:
    """Make a batch the owner's; return False where it is not open and nothing in it is to do."""
    to_do = database.execute(
        """SELECT 1 FROM batches WHERE id = ? AND (open OR EXISTS
            (SELECT 1 FROM transfers WHERE batch = batches.id AND state <> 'ended'))""",
        (batch,),
    ).fetchone()
    if to_do is None:
        return False
    database.execute("UPDATE batches SET owner = ? WHERE id = ?", (owner, batch))
    database.execute(
        "UPDATE transfers SET state = ? WHERE batch = ? AND state = ?",
        (TransferState.WAITING.value, batch, TransferState.RUNNING.value),
    )
    return True


def forget(database: sqlite3.Connection, batch: int) -> None:
    """Drop the unfinished files of a batch and close it; drop it where no file is left."""
    unfinished = "SELECT id FROM transfers WHERE batch = ? AND state <> 'ended'"
    for table in ("parts", "uploads"):
        database.execute(f"DELETE FROM {table} WHERE transfer IN ({unfinished})", (batch,))  # noqa: S608 - constants
    database.execute("DELETE FROM transfers WHERE batch = ? AND state <> 'ended'", (batch,))
    database.execute("UPDATE batches SET open = 0 WHERE id = ?", (batch,))
    database.execute(
        """DELETE FROM batches WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM transfers WHERE batch = ?1)""",
        (batch,),
    )


def upload_ids(database: sqlite3.Connection, bucket: str) -> set[str]:
    """Return the multipart uploads to a bucket that anybody began."""
    rows = database.execute(
        """SELECT upload_id FROM uploads
            JOIN transfers ON transfers.id = transfer
            JOIN batches ON batches.id = batch WHERE bucket = ?""",
        (pack(bucket),),
    )
    return {upload_id for (upload_id,) in rows}


def upload_owners(database: sqlite3.Connection, upload_id: str) -> set[str]:
    """Return whose batches a multipart upload is in."""
    rows = database.execute(
        """SELECT owner FROM uploads
            JOIN transfers ON transfers.id = transfer
            JOIN batches ON batches.id = batch WHERE upload_id = ?""",
        (upload_id,),
    )
    return {owner for (owner,) in rows}

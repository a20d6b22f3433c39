"""Batches and transfers in the journal: added, read, taken over and deleted."""

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
from s3enc_gui.i18n import text
from s3enc_gui.store.journal.errors import not_in_journal
from s3enc_gui.store.journal.rows import (
    BATCH,
    TRANSFER,
    batch_of,
    pack_plain,
    part_of,
    transfer_of,
)
from s3enc_gui.store.sqlite.packing import pack

# Built from constants.
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
    """Add a batch without files, open if it has an origin; return its id."""
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
    """Append files to the queue; return their transfers' ids."""
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
    """Return a batch. Raises AppError if it doesn't exist."""
    row = database.execute(_SELECT_BATCH, (batch,)).fetchone()
    if row is None:
        raise not_in_journal(text("The journal has no batch {number}", number=batch))
    return batch_of(row)


def read_transfers(database: sqlite3.Connection, batch: int) -> list[Transfer]:
    """Return the transfers of a batch in queue order."""
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
    """Return one transfer. Raises AppError if it doesn't exist."""
    row = database.execute(f"{_SELECT_TRANSFERS} WHERE id = ?", (transfer,)).fetchone()
    if row is None:
        raise not_in_journal(text("The journal has no transfer {number}", number=transfer))
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
    """Return the ids of the unfinished transfers of an owner's batches, in queue order."""
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
    """Yield unfinished batches whose owner has ended, oldest first.

    Their size excludes the parts that S3 already has.
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
    """Return the newest open or unfinished batch of an origin whose owner has ended."""
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
    """Close the owner's batches of an origin."""
    database.execute(
        "UPDATE batches SET open = 0 WHERE owner = ? AND origin = ?", (owner, pack(origin))
    )


def owner_of(database: sqlite3.Connection, batch: int) -> str | None:
    """Return the owner of a batch; None if there is no such batch."""
    row = database.execute("SELECT owner FROM batches WHERE id = ?", (batch,)).fetchone()
    return None if row is None else str(row[0])


def take(database: sqlite3.Connection, batch: int, owner: str) -> bool:
    """Give a batch to an owner; return False if it is closed and finished."""
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
    """Delete a batch's unfinished transfers and close it; delete it if no transfer is left."""
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
    """Return the ids of all recorded multipart uploads to a bucket."""
    rows = database.execute(
        """SELECT upload_id FROM uploads
            JOIN transfers ON transfers.id = transfer
            JOIN batches ON batches.id = batch WHERE bucket = ?""",
        (pack(bucket),),
    )
    return {upload_id for (upload_id,) in rows}

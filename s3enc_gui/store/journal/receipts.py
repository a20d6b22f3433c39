"""Receipts in the journal: added, searched and read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import checked_again
from s3enc_gui.domain.keys.kms_key import bare_name
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.store.journal.rows import (
    fold,
    pack_plain,
    pack_receipt,
    receipt_of,
)
from s3enc_gui.store.sqlite.packing import microseconds, pack, unpack

_SEPARATOR = b"\xff"  # never in UTF-8: no search text matches across two names

# Most transfers have one receipt: a single statement checks that and inserts it.
_INSERT_FIRST = """INSERT INTO receipts (transfer, ended, bucket, kms_key, names)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM receipts WHERE transfer = ?1)"""
_INSERT = "INSERT INTO receipts (transfer, ended, bucket, kms_key, names) VALUES (?, ?, ?, ?, ?)"


def add_receipt(database: sqlite3.Connection, transfer: int, receipt: Receipt) -> None:
    """Add a receipt; if the transfer has one for the same object, add a later check to that."""
    row = _row(transfer, receipt)
    added = database.execute(_INSERT_FIRST, row)
    if not added.rowcount:
        if _add_check(database, transfer, receipt):
            return
        added = database.execute(_INSERT, row)
    database.execute(
        "INSERT INTO receipt_bodies VALUES (?, ?)", (added.lastrowid, pack_receipt(receipt))
    )


def _add_check(database: sqlite3.Connection, transfer: int, receipt: Receipt) -> bool:
    """Add a later check to the transfer's receipt for this object; False if there is none."""
    rows = database.execute(
        """SELECT id, body FROM receipts JOIN receipt_bodies USING (id)
            WHERE transfer = ? ORDER BY id DESC""",
        (transfer,),
    ).fetchall()
    for number, body in rows:
        updated = checked_again(receipt_of(body), receipt)
        if updated is not None:
            database.execute(
                "UPDATE receipt_bodies SET body = ? WHERE id = ?", (pack_receipt(updated), number)
            )
            database.execute(
                "UPDATE receipts SET kms_key = ? WHERE id = ?",
                (fold(updated.kms_key_arn or updated.customer_key or ""), number),
            )
            return True
    return False


def _row(transfer: int, receipt: Receipt) -> tuple[object, ...]:
    return (
        transfer,
        None if receipt.ended is None else microseconds(receipt.ended),
        pack(receipt.bucket),
        fold(receipt.kms_key_arn or receipt.customer_key or ""),
        fold(receipt.file) + _SEPARATOR + fold(receipt.key),
    )


def find_receipts(
    database: sqlite3.Connection, query: ReceiptQuery, offset: int, limit: int
) -> list[Receipt]:
    """Return the matching receipts, newest first; those without an end time come last."""
    where, values = _where(query)
    rows = database.execute(
        # The clauses are constants.
        f"""WITH found AS (SELECT id, ended FROM receipts {where}
                ORDER BY ended DESC, id DESC LIMIT ? OFFSET ?)
            SELECT body FROM found JOIN receipt_bodies USING (id)
                ORDER BY ended DESC, id DESC""",  # noqa: S608
        (*values, limit, offset),
    )
    return [receipt_of(body) for (body,) in rows]


def count_receipts(database: sqlite3.Connection, query: ReceiptQuery) -> int:
    """Return the number of matching receipts."""
    where, values = _where(query)
    (count,) = database.execute(f"SELECT count(*) FROM receipts {where}", values).fetchone()  # noqa: S608 - as above
    return int(count)


def count_by_key(database: sqlite3.Connection, keys: Collection[str]) -> dict[str, int]:
    """Return the number of receipts of each of these keys that has any, by one query."""
    by_stored = {fold(key): key for key in keys}
    marks = ", ".join("?" * len(by_stored))
    rows = database.execute(
        f"SELECT kms_key, count(*) FROM receipts WHERE kms_key IN ({marks}) GROUP BY kms_key",  # noqa: S608 - only marks
        tuple(by_stored),
    )
    return {by_stored[stored]: count for stored, count in rows}


def last_receipt(database: sqlite3.Connection, transfer: int) -> Receipt | None:
    """Return the latest receipt of a transfer, which has one for each object it stored."""
    row = database.execute(
        """SELECT body FROM receipts JOIN receipt_bodies USING (id)
            WHERE transfer = ? ORDER BY id DESC LIMIT 1""",
        (transfer,),
    ).fetchone()
    return None if row is None else receipt_of(row[0])


def command_receipts(
    database: sqlite3.Connection, origin: str, item: UploadItem, bucket: str
) -> list[tuple[int, Receipt]]:
    """Return transfer ids and receipts of a command's earlier runs for a file, newest first."""
    rows = database.execute(
        f"{_OF_KEY} AND path = ? AND origin = ? ORDER BY receipts.id DESC LIMIT ?",
        (pack(item.key), pack(bucket), pack(item.path), pack(origin), _MAX_OF_KEY),
    )
    return [(transfer, receipt_of(body)) for transfer, body in rows]


def key_receipts(
    database: sqlite3.Connection, connection: Connection, bucket: str, key: str, excluded: int
) -> list[Receipt]:
    """Return the receipts of a key of all transfers but `excluded`, newest first."""
    rows = database.execute(
        f"{_OF_KEY} AND transfers.id <> ? AND connection = ? ORDER BY receipts.id DESC LIMIT ?",
        (pack(key), pack(bucket), excluded, pack_plain(connection), _MAX_OF_KEY),
    )
    return [receipt_of(body) for _, body in rows]


_MAX_OF_KEY = 20  # older objects of a key were replaced since
_OF_KEY = """SELECT transfers.id, body FROM transfers
    JOIN batches ON batches.id = batch
    JOIN receipts ON receipts.transfer = transfers.id
    JOIN receipt_bodies ON receipt_bodies.id = receipts.id
    WHERE item_key = ? AND batches.bucket = ?"""


def expire(database: sqlite3.Connection, before: datetime, limit: int) -> int:
    """Delete up to `limit` receipts that ended before a time, oldest first; return how many.

    Their transfers are deleted, too, unless their batch isn't finished. Receipts without an end
    time stay.
    """
    rows = database.execute(
        "SELECT id, transfer FROM receipts WHERE ended < ? ORDER BY ended LIMIT ?",
        (microseconds(before), limit),
    ).fetchall()
    numbers = [(number,) for number, _ in rows]
    database.executemany("DELETE FROM receipts WHERE id = ?", numbers)
    database.executemany("DELETE FROM receipt_bodies WHERE id = ?", numbers)
    database.executemany(
        """DELETE FROM transfers WHERE id = ?1 AND state = 'ended'
            AND NOT EXISTS (SELECT 1 FROM receipts WHERE transfer = ?1)
            AND NOT EXISTS (SELECT 1 FROM batches WHERE batches.id = batch AND open)
            AND NOT EXISTS (SELECT 1 FROM transfers AS other
                WHERE other.batch = transfers.batch AND other.state <> 'ended')""",
        [(transfer,) for _, transfer in rows],
    )
    return len(rows)


def buckets(database: sqlite3.Connection) -> list[str]:
    """Return the buckets that have receipts, sorted by name."""
    return [
        unpack(name)
        for (name,) in database.execute("SELECT DISTINCT bucket FROM receipts ORDER BY bucket")
    ]


def _where(query: ReceiptQuery) -> tuple[str, list[object]]:
    """Return the WHERE clause and its values; unlike LIKE, `instr` has no wildcards."""
    conditions: list[tuple[str, object]] = []
    if query.text:
        conditions.append(("instr(names, ?)", fold(query.text)))
    if query.bucket:
        conditions.append(("bucket = ?", pack(query.bucket)))
    if query.kms_key:
        # A part of the name, with or without MinIO's prefix.
        conditions.append(("instr(kms_key, ?)", fold(bare_name(query.kms_key))))
    if query.since is not None:
        conditions.append(("ended >= ?", microseconds(query.since)))
    if query.until is not None:
        conditions.append(("ended < ?", microseconds(query.until)))
    clauses = " AND ".join(clause for clause, _ in conditions)
    return f"WHERE {clauses}" if conditions else "", [value for _, value in conditions]

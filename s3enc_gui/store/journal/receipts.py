"""Receipts in the journal: kept, and found again."""

from __future__ import annotations

import sqlite3

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import checked_again
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.store.journal.rows import (
    fold,
    microseconds,
    pack,
    pack_plain,
    pack_receipt,
    receipt_of,
    unpack,
)

_BETWEEN = b"\xff"  # occurs in no UTF-8: no text is found across two names


# Most transfers end once: one statement finds out that this is the first receipt, and writes it.
_INSERT_FIRST = """INSERT INTO receipts (transfer, ended, bucket, kms_key, names)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM receipts WHERE transfer = ?1)"""
_INSERT = "INSERT INTO receipts (transfer, ended, bucket, kms_key, names) VALUES (?, ?, ?, ?, ?)"


def keep_receipt(database: sqlite3.Connection, transfer: int, receipt: Receipt) -> None:
    """Keep a receipt, or add it to the transfer's receipt for the same object as a later check.

    A transfer that stored another object later has another receipt.
    """
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
    """Add a line to the transfer's receipt for this object; False where it has none."""
    rows = database.execute(
        """SELECT id, body FROM receipts JOIN receipt_bodies USING (id)
            WHERE transfer = ? ORDER BY id DESC""",
        (transfer,),
    ).fetchall()
    for number, body in rows:
        kept = checked_again(receipt_of(body), receipt)
        if kept is not None:
            database.execute(
                "UPDATE receipt_bodies SET body = ? WHERE id = ?", (pack_receipt(kept), number)
            )
            database.execute(
                "UPDATE receipts SET kms_key = ? WHERE id = ?",
                (fold(kept.kms_key_arn or ""), number),
            )
            return True
    return False


def _row(transfer: int, receipt: Receipt) -> tuple[object, ...]:
    return (
        transfer,
        None if receipt.ended is None else microseconds(receipt.ended),
        pack(receipt.bucket),
        fold(receipt.kms_key_arn or ""),
        fold(receipt.file) + _BETWEEN + fold(receipt.key),
    )


def find_receipts(
    database: sqlite3.Connection, query: ReceiptQuery, offset: int, limit: int
) -> list[Receipt]:
    """Return those that match, newest first; those without an end come last."""
    where, values = _where(query)
    rows = database.execute(
        # The clauses are constants of this module.
        f"""WITH found AS (SELECT id, ended FROM receipts {where}
                ORDER BY ended DESC, id DESC LIMIT ? OFFSET ?)
            SELECT body FROM found JOIN receipt_bodies USING (id)
                ORDER BY ended DESC, id DESC""",  # noqa: S608
        (*values, limit, offset),
    )
    return [receipt_of(body) for (body,) in rows]


def count_receipts(database: sqlite3.Connection, query: ReceiptQuery) -> int:
    """Return how many match."""
    where, values = _where(query)
    (count,) = database.execute(f"SELECT count(*) FROM receipts {where}", values).fetchone()  # noqa: S608 - as above
    return int(count)


def last_receipt(database: sqlite3.Connection, transfer: int) -> Receipt | None:
    """Return the latest receipt of a transfer; each of them speaks for an object of its own."""
    row = database.execute(
        """SELECT body FROM receipts JOIN receipt_bodies USING (id)
            WHERE transfer = ? ORDER BY id DESC LIMIT 1""",
        (transfer,),
    ).fetchone()
    return None if row is None else receipt_of(row[0])


def command_receipts(
    database: sqlite3.Connection, origin: str, item: UploadItem, bucket: str
) -> list[tuple[int, Receipt]]:
    """Return transfers that the same command made of the same file and key, with their receipts.

    The newest first.
    """
    rows = database.execute(
        f"{_OF_KEY} AND path = ? AND origin = ? ORDER BY receipts.id DESC LIMIT ?",
        (pack(item.key), pack(bucket), pack(item.path), pack(origin), _MOST_FOUND),
    )
    return [(transfer, receipt_of(body)) for transfer, body in rows]


def key_receipts(
    database: sqlite3.Connection, connection: Connection, bucket: str, key: str, but: int
) -> list[Receipt]:
    """Return the receipts of all transfers but one that were to store this key, newest first."""
    rows = database.execute(
        f"{_OF_KEY} AND transfers.id <> ? AND connection = ? ORDER BY receipts.id DESC LIMIT ?",
        (pack(key), pack(bucket), but, pack_plain(connection), _MOST_FOUND),
    )
    return [receipt_of(body) for _, body in rows]


_MOST_FOUND = 20  # of one key: what is older was replaced since
_OF_KEY = """SELECT transfers.id, body FROM transfers
    JOIN batches ON batches.id = batch
    JOIN receipts ON receipts.transfer = transfers.id
    JOIN receipt_bodies ON receipt_bodies.id = receipts.id
    WHERE item_key = ? AND batches.bucket = ?"""


def buckets(database: sqlite3.Connection) -> list[str]:
    """Return the buckets that have receipts, by name."""
    return [
        unpack(name)
        for (name,) in database.execute("SELECT DISTINCT bucket FROM receipts ORDER BY bucket")
    ]


def _where(query: ReceiptQuery) -> tuple[str, list[object]]:
    """`instr` takes bytes as they are: no character of the text has a meaning, as in LIKE."""
    wanted: list[tuple[str, object]] = []
    if query.text:
        wanted.append(("instr(names, ?)", fold(query.text)))
    if query.bucket:
        wanted.append(("bucket = ?", pack(query.bucket)))
    if query.kms_key:
        wanted.append(("instr(kms_key, ?)", fold(query.kms_key)))
    if query.since is not None:
        wanted.append(("ended >= ?", microseconds(query.since)))
    if query.until is not None:
        wanted.append(("ended < ?", microseconds(query.until)))
    clauses = " AND ".join(clause for clause, _ in wanted)
    return f"WHERE {clauses}" if wanted else "", [value for _, value in wanted]

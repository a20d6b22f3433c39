"""Receipts in the journal: kept, and found again."""

from __future__ import annotations

import sqlite3

from s3enc_gui.domain.receipt import Receipt
from s3enc_gui.domain.receipt_query import ReceiptQuery
from s3enc_gui.store.journal_rows import (
    fold,
    microseconds,
    pack,
    pack_receipt,
    receipt_of,
    unpack,
)

_BETWEEN = b"\xff"  # occurs in no UTF-8: no text is found across two names


def add_receipt(database: sqlite3.Connection, transfer: int, receipt: Receipt) -> None:
    """Keep a receipt; a transfer that ended twice has two."""
    number = database.execute(
        "INSERT INTO receipts (transfer, ended, bucket, kms_key, names) VALUES (?, ?, ?, ?, ?)",
        (
            transfer,
            None if receipt.ended is None else microseconds(receipt.ended),
            pack(receipt.bucket),
            fold(receipt.kms_key_arn or ""),
            fold(receipt.file) + _BETWEEN + fold(receipt.key),
        ),
    ).lastrowid
    database.execute(
        "INSERT INTO receipt_bodies VALUES (?, ?)",
        (number, pack_receipt(receipt)),
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
    """Return the latest receipt of a transfer."""
    row = database.execute(
        """SELECT body FROM receipts JOIN receipt_bodies USING (id)
            WHERE transfer = ? ORDER BY id DESC LIMIT 1""",
        (transfer,),
    ).fetchone()
    return None if row is None else receipt_of(row[0])


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

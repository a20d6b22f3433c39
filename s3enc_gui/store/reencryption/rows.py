"""Reads and writes the objects of a change of encryption; texts from outside are bytes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.dry_run import COPYING
from s3enc_gui.domain.reencryption.run import Changed, NewObject, Origin
from s3enc_gui.i18n import untranslated
from s3enc_gui.store.sqlite.packing import pack, pack_json, unpack

_COLUMNS = (
    "id, key, version, latest, etag, size, before, target, way, reason, state, source, started,"
    " ended, after, new_etag, new_version, error, doubts, context, former_context"
)


class ObjectRow(NamedTuple):
    """A row; encryptions are numbers, times are microseconds since 1970."""

    id: int
    key: bytes
    version: str | None
    latest: int
    etag: str
    size: int
    before: int | None
    target: int | None
    way: str
    reason: str
    state: str
    source: bytes | None
    started: int | None
    ended: int | None
    after: int | None
    new_etag: str | None
    new_version: str | None
    error: bytes | None
    doubts: str | None
    context: bytes | None
    former_context: bytes | None


def add(
    database: sqlite3.Connection, objects: Iterable[tuple[NewObject, int | None, int | None]]
) -> None:
    """Add objects, with the numbers of their encryption before and afterwards."""
    database.executemany(
        """INSERT INTO objects (key, version, latest, etag, size, before, target, way, reason,
            state, writes, reads, kms, error, context)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                pack(one.key),
                one.version_id,
                one.is_latest,
                one.etag,
                one.size,
                before,
                target,
                one.choice.way.value,
                one.choice.reason.value,
                one.state.value,
                one.cost.writes,
                one.cost.reads,
                one.cost.kms,
                _packed(one.error),
                pack_context(one.context),
            )
            for one, before, target in objects
        ],
    )


def ways(database: sqlite3.Connection) -> list[tuple[str, str, int, int]]:
    """Return way, reason, number of objects and bytes."""
    return database.execute(
        "SELECT way, reason, count(*), sum(max(size, 0)) FROM objects GROUP BY way, reason"
    ).fetchall()


def cost(database: sqlite3.Connection) -> tuple[tuple[int, int, int], int]:
    """Return the sums of the requests, and the number of older versions to change."""
    row = database.execute(
        """SELECT coalesce(sum(writes), 0), coalesce(sum(reads), 0), coalesce(sum(kms), 0),
            coalesce(sum(NOT latest AND writes > 0), 0) FROM objects"""
    ).fetchone()
    return row[:3], row[3]


def with_encryptions(database: sqlite3.Connection, numbers: Sequence[int]) -> int:
    """Count the objects that had one of these encryptions and are to be changed."""
    marks = ", ".join("?" * len(numbers))
    row = database.execute(
        f"SELECT count(*) FROM objects WHERE writes > 0 AND before IN ({marks})",  # noqa: S608
        tuple(numbers),
    ).fetchone()
    return int(row[0])


def sources(database: sqlite3.Connection) -> list[tuple[int | None, int]]:
    """Return the number of the encryption and of the objects to change that have it."""
    return database.execute(
        "SELECT before, count(*) FROM objects WHERE writes > 0 GROUP BY before"
    ).fetchall()


def copied_contexts(database: sqlite3.Connection) -> list[tuple[int | None, bytes | None, int]]:
    """Return target, packed context and number of the objects to copy."""
    return database.execute(
        "SELECT target, context, count(*) FROM objects WHERE way IN (?, ?)"
        " GROUP BY target, context",
        tuple(way.value for way in COPYING),
    ).fetchall()


def states(database: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return state and number of objects."""
    return database.execute("SELECT state, count(*) FROM objects GROUP BY state").fetchall()


def in_states(
    database: sqlite3.Connection, wanted: Collection[str], after: int, limit: int, way: str = ""
) -> list[ObjectRow]:
    """Return objects in some states, by their numbers; `way` empty: of all ways."""
    marks = ", ".join("?" * len(wanted))
    found = database.execute(
        f"SELECT {_COLUMNS} FROM objects WHERE id > ? AND state IN ({marks})"  # noqa: S608
        " AND (? = '' OR way = ?) ORDER BY id LIMIT ?",
        (after, *(str(one) for one in wanted), str(way), str(way), limit),
    )
    return [ObjectRow(*row) for row in found]


def start(database: sqlite3.Connection, started: Iterable[tuple[bytes | None, int, int]]) -> None:
    """Store that requests may be sent: the packed source, the time, the number."""
    database.executemany(
        "UPDATE objects SET state = 'started', source = ?, started = ? WHERE id = ?", started
    )


def end(
    database: sqlite3.Connection, ended: Iterable[tuple[int, Changed, int | None, int]]
) -> None:
    """Store the ends of objects; the source of a copy is needed no more."""
    database.executemany(
        """UPDATE objects SET state = ?, after = ?, new_etag = ?, new_version = ?, error = ?,
            doubts = ?, former_context = ?, ended = ?, source = NULL WHERE id = ?""",
        [
            (
                changed.state.value,
                after,
                changed.etag,
                changed.version_id,
                _packed(changed.error),
                changed.doubts,
                pack_context(changed.former_context),
                at,
                number,
            )
            for number, changed, after, at in ended
        ],
    )


def pack_context(context: ContextPairs | None) -> bytes | None:
    """Return an encryption context as JSON; None: it isn't known."""
    return None if context is None else pack_json(context)


def context_of(packed: bytes | None) -> ContextPairs | None:
    """Return the context of `pack_context`."""
    if packed is None:
        return None
    return tuple((name, value) for name, value in json.loads(unpack(packed)))


def pack_origin(origin: Origin | None) -> bytes | None:
    """Return where objects come from, as JSON without secrets."""
    if origin is None:
        return None
    plain = {"connection": origin.connection.plain, "prefixes": origin.prefixes}
    return pack_json({**plain, "chosen": origin.chosen})


def origin_of(packed: bytes | None) -> Origin | None:
    """Return the Origin of `pack_origin`."""
    if packed is None:
        return None
    plain: Any = json.loads(unpack(packed))
    connection = Connection(**plain["connection"])
    return Origin(connection, tuple(plain["prefixes"]), plain["chosen"])


def error_of(packed: bytes | None) -> AppError | None:
    """Return a stored error, in the source language."""
    if packed is None:
        return None
    fields: Any = json.loads(unpack(packed))
    return AppError(*fields)


def _packed(error: AppError | None) -> bytes | None:
    if error is None:
        return None
    return pack_json([*(untranslated(one) for one in error.texts), error.code])

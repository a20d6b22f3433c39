"""The tables of an audit's file, and how values become rows; text from outside is kept as bytes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from operator import itemgetter

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope, NamedKey
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.listing import START, ListedObject, Name, Position, entry_name
from s3enc_gui.store.journal.rows import microseconds, pack, unpack

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StatusRow:
    """An object that was looked at; `state` is the number of the answer."""

    number: int
    listed: ListedObject
    state: int
    at: datetime


def clear(database: sqlite3.Connection) -> None:
    """Forget everything."""
    for table in ("audit", "objects", "markers", "states", "keys"):
        database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of this module


def save_facts(database: sqlite3.Connection, facts: AuditFacts) -> None:
    """Write down what an audit is about."""
    default = facts.default
    encryption = default and json.dumps([default.algorithm, default.key, default.bucket_key])
    database.execute(
        """INSERT INTO audit (id, bucket, prefix, versions, started, region, encryption)
            VALUES (1, ?, ?, ?, ?, ?, ?)""",
        (
            pack(facts.scope.bucket),
            pack(facts.scope.prefix),
            facts.scope.versions,
            microseconds(facts.started),
            facts.region,
            encryption,
        ),
    )


def facts(database: sqlite3.Connection) -> AuditFacts | None:
    """Return the audit as a whole."""
    row = database.execute(
        """SELECT bucket, prefix, versions, started, ended, encryption, region, listed,
            delete_markers, all_listed FROM audit"""
    ).fetchone()
    if row is None:
        return None
    return AuditFacts(
        AuditScope(unpack(row[0]), unpack(row[1]), bool(row[2])),
        _time(row[3]),
        None if row[4] is None else _time(row[4]),
        BucketEncryption(*json.loads(row[5])) if row[5] else None,
        region=row[6],
        listed=row[7],
        delete_markers=row[8],
        all_listed=bool(row[9]),
    )


def position(database: sqlite3.Connection) -> Position:
    """Return where the listing is to go on."""
    row = database.execute(
        "SELECT next_key, next_version, next_token, next_anew FROM audit"
    ).fetchone()
    return Position(unpack(row[0]), row[1], unpack(row[2]), bool(row[3])) if row else START


def move_on(
    database: sqlite3.Connection, after: Position, objects: int, markers: int, *, last: bool
) -> None:
    """Note how far the listing got."""
    database.execute(
        """UPDATE audit SET next_key = ?, next_version = ?, next_token = ?, next_anew = ?,
            listed = listed + ?, delete_markers = delete_markers + ?, all_listed = ?""",
        (pack(after.key), after.version, pack(after.token), after.anew, objects, markers, last),
    )


def end(database: sqlite3.Connection, ended: datetime) -> None:
    """Note when all was done."""
    database.execute("UPDATE audit SET ended = ?", (microseconds(ended),))


def add_objects(database: sqlite3.Connection, objects: Sequence[ListedObject]) -> None:
    """Keep what was listed."""
    database.executemany(
        """INSERT INTO objects (key, version, latest, size, modified, etag, class)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                pack(one.key),
                one.version_id,
                one.is_latest,
                one.size,
                None if one.modified is None else microseconds(one.modified),
                one.etag,
                one.storage_class,
            )
            for one in objects
        ],
    )


def add_markers(database: sqlite3.Connection, markers: Sequence[ListedObject]) -> None:
    """Keep the names of delete markers, so that none is counted twice."""
    database.executemany(
        "INSERT INTO markers (key, version) VALUES (?, ?)",
        [(pack(one.key), one.version_id) for one in markers],
    )


def names(
    database: sqlite3.Connection, table: str, after: int, limit: int
) -> list[tuple[int, Name]]:
    """Return what tells objects, or delete markers, apart, by their numbers."""
    rows = database.execute(
        f"SELECT id, key, version FROM {table}"  # noqa: S608 - a name of this package
        " WHERE id > ? ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [(number, entry_name(unpack(key), version)) for number, key, version in rows]


_LISTED = "id, key, version, latest, size, modified, etag, class"


def unseen(database: sqlite3.Connection, after: int, limit: int) -> list[tuple[int, ListedObject]]:
    """Return objects without an answer."""
    rows = database.execute(
        f"SELECT {_LISTED} FROM objects NOT INDEXED"  # noqa: S608 - constants of this module
        " WHERE id > ? AND state IS NULL ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [(row[0], _listed(row)) for row in rows]


def mark_seen(database: sqlite3.Connection, rows: Iterable[tuple[int, datetime, int]]) -> None:
    """Keep the numbers of the answers: (answer, when, object)."""
    database.executemany(
        "UPDATE objects SET state = ?, at = ? WHERE id = ?",
        [(state, microseconds(at), number) for state, at, number in rows],
    )


def replace_objects(
    database: sqlite3.Connection, found: Iterable[tuple[int, ListedObject]]
) -> None:
    """Keep what was found instead of what was listed, by the numbers of the objects."""
    database.executemany(
        "UPDATE objects SET size = ?, modified = ?, etag = ?, class = ? WHERE id = ?",
        [
            (
                one.size,
                None if one.modified is None else microseconds(one.modified),
                one.etag,
                one.storage_class,
                number,
            )
            for number, one in found
        ],
    )


def group_counts(database: sqlite3.Connection) -> list[tuple[int, int, int]]:
    """Return (answer, objects, bytes)."""
    return database.execute(
        """SELECT state, count(*), sum(size) FROM objects WHERE state IS NOT NULL
            GROUP BY state"""
    ).fetchall()


def count(database: sqlite3.Connection, states: list[int] | None, text: str) -> int:
    """Count the objects with some answers, and a text in the key."""
    where, values = _where(text)
    where += " AND +state IS NOT NULL" if states is None else f" AND state IN ({_marks(states)})"
    query = f"SELECT count(*) FROM objects WHERE {where}"  # noqa: S608 - constants of this module
    return int(database.execute(query, (*values, *(states or ()))).fetchone()[0])


def seen(
    database: sqlite3.Connection, states: list[int] | None, text: str, after: int, limit: int
) -> list[StatusRow]:
    """Return objects with some answers, and a text in the key, in order."""
    where, values = _where(text)
    query = f"SELECT {_LISTED}, state, at FROM objects WHERE {where} AND id > ?"  # noqa: S608
    if states is None:  # not by the index of states, which knows no order of ids over all
        rows = database.execute(
            f"{query} AND +state IS NOT NULL ORDER BY id LIMIT ?", (*values, after, limit)
        ).fetchall()
    else:  # by the index, which knows it within each state: no page sorts all there are
        each = [
            database.execute(
                f"{query} AND state = ? ORDER BY id LIMIT ?", (*values, after, state, limit)
            ).fetchall()
            for state in states
        ]
        rows = list(islice(merge(*each, key=itemgetter(0)), limit))
    return [StatusRow(row[0], _listed(row), row[8], _time(row[9])) for row in rows]


def _where(text: str) -> tuple[str, tuple[bytes, ...]]:
    """Look for a text whatever the case of its ASCII letters: SQLite knows no other."""
    if not text:
        return "1", ()
    return "instr(lower(CAST(key AS TEXT)), CAST(? AS TEXT))", (pack(text).lower(),)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def add_key(database: sqlite3.Connection, key: NamedKey) -> None:
    """Keep a key."""
    database.execute(
        "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?)",
        (key.name, key.arn, json.dumps(key.aliases), key.is_aws_s3),
    )


def keys(database: sqlite3.Connection) -> dict[str, NamedKey]:
    """Return the keys by their names."""
    return {
        name: NamedKey(name, arn, tuple(json.loads(aliases)), None if aws is None else bool(aws))
        for name, arn, aliases, aws in database.execute("SELECT * FROM keys")
    }


def _listed(row: tuple[object, ...]) -> ListedObject:
    _, key, version, latest, size, modified, etag, storage_class = row[:8]
    return ListedObject(
        key=unpack(key),  # type: ignore[arg-type] # sqlite's rows are untyped
        size=size,  # type: ignore[arg-type]
        modified=None if modified is None else _time(modified),  # type: ignore[arg-type]
        etag=etag,  # type: ignore[arg-type]
        storage_class=storage_class,  # type: ignore[arg-type]
        version_id=version,  # type: ignore[arg-type]
        is_latest=bool(latest),
    )


def _time(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)

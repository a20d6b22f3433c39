"""Reads and writes the rows of an audit file; texts from outside are stored as bytes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import itemgetter

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope
from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.listing import START, ListedObject, Name, Position, entry_name
from s3enc_gui.domain.names.unicode_forms import folded
from s3enc_gui.store.audits.maker import read_maker, save_maker
from s3enc_gui.store.sqlite.packing import microseconds, pack, stored_time, time_of, unpack


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A checked object; `state` is the number of its status."""

    number: int
    listed: ListedObject
    state: int
    at: datetime


def clear(database: sqlite3.Connection) -> None:
    """Delete all rows."""
    for table in ("audit", "objects", "markers", "states", "keys", "key_states", "maker"):
        database.execute(f"DELETE FROM {table}")  # noqa: S608 - constants


def save_facts(database: sqlite3.Connection, facts: AuditFacts) -> None:
    """Insert the facts of an audit."""
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
    save_maker(database, facts.maker)


def facts(database: sqlite3.Connection) -> AuditFacts | None:
    """Return the facts of the audit; None if there is none."""
    row = database.execute(
        """SELECT bucket, prefix, versions, started, ended, encryption, region, listed,
            delete_markers, all_listed FROM audit"""
    ).fetchone()
    if row is None:
        return None
    return AuditFacts(
        AuditScope(unpack(row[0]), unpack(row[1]), bool(row[2])),
        stored_time(row[3]),
        time_of(row[4]),
        BucketEncryption(*json.loads(row[5])) if row[5] else None,
        region=row[6],
        listed=row[7],
        delete_markers=row[8],
        all_listed=bool(row[9]),
        maker=read_maker(database),
    )


def position(database: sqlite3.Connection) -> Position:
    """Return where the listing continues."""
    row = database.execute(
        "SELECT next_key, next_version, next_token, next_anew FROM audit"
    ).fetchone()
    return Position(unpack(row[0]), row[1], unpack(row[2]), bool(row[3])) if row else START


def set_position(
    database: sqlite3.Connection, after: Position, objects: int, markers: int, *, last: bool
) -> None:
    """Store where the listing continues, and add to the counts."""
    database.execute(
        """UPDATE audit SET next_key = ?, next_version = ?, next_token = ?, next_anew = ?,
            listed = listed + ?, delete_markers = delete_markers + ?, all_listed = ?""",
        (
            pack(after.key),
            after.version,
            pack(after.token),
            after.restarted,
            objects,
            markers,
            last,
        ),
    )


def end(database: sqlite3.Connection, ended: datetime) -> None:
    """Store the time when the audit ended."""
    database.execute("UPDATE audit SET ended = ?", (microseconds(ended),))


def add_objects(database: sqlite3.Connection, objects: Sequence[ListedObject]) -> None:
    """Add listed objects."""
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
    """Add the names of delete markers, so that none is counted twice."""
    database.executemany(
        "INSERT INTO markers (key, version) VALUES (?, ?)",
        [(pack(one.key), one.version_id) for one in markers],
    )


def names(
    database: sqlite3.Connection, table: str, after: int, limit: int
) -> list[tuple[int, Name]]:
    """Return the names of objects or delete markers, with their row ids."""
    rows = database.execute(
        f"SELECT id, key, version FROM {table}"  # noqa: S608 - a constant
        " WHERE id > ? ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [(number, entry_name(unpack(key), version)) for number, key, version in rows]


_LISTED = "id, key, version, latest, size, modified, etag, class"


def unseen(database: sqlite3.Connection, after: int, limit: int) -> list[tuple[int, ListedObject]]:
    """Return objects that haven't been checked, with their row ids."""
    rows = database.execute(
        f"SELECT {_LISTED} FROM objects NOT INDEXED"  # noqa: S608 - constants
        " WHERE id > ? AND state IS NULL ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [(row[0], _listed(row)) for row in rows]


def set_states(database: sqlite3.Connection, rows: Iterable[tuple[int, datetime, int]]) -> None:
    """Store the statuses of objects: (state, time of the check, row id)."""
    database.executemany(
        "UPDATE objects SET state = ?, at = ? WHERE id = ?",
        [(state, microseconds(at), number) for state, at, number in rows],
    )


def replace_objects(
    database: sqlite3.Connection, found: Iterable[tuple[int, ListedObject]]
) -> None:
    """Replace listed objects, by row id, by those that were found at the check."""
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
    """Return (state, objects, bytes)."""
    return database.execute(
        """SELECT state, count(*), sum(max(0, size)) FROM objects WHERE state IS NOT NULL
            GROUP BY state"""
    ).fetchall()


def count(database: sqlite3.Connection, states: list[int] | None, text: str) -> int:
    """Count checked objects with some states (None: all) and a text in the key."""
    where, values = _where(text)
    where += " AND +state IS NOT NULL" if states is None else f" AND state IN ({_marks(states)})"
    query = f"SELECT count(*) FROM objects WHERE {where}"  # noqa: S608 - constants
    return int(database.execute(query, (*values, *(states or ()))).fetchone()[0])


def checked(
    database: sqlite3.Connection, states: list[int] | None, text: str, after: int, limit: int
) -> list[StatusRow]:
    """Return checked objects with some states (None: all) and a text in the key, by row id."""
    where, values = _where(text)
    query = f"SELECT {_LISTED}, state, at FROM objects WHERE {where} AND id > ?"  # noqa: S608
    if states is None:  # +state: not by the index of states, which has no order of ids over all
        rows = database.execute(
            f"{query} AND +state IS NOT NULL ORDER BY id LIMIT ?", (*values, after, limit)
        ).fetchall()
    else:  # by the index, which has that order within each state: nothing is sorted
        each = [
            database.execute(
                f"{query} AND state = ? ORDER BY id LIMIT ?", (*values, after, state, limit)
            ).fetchall()
            for state in states
        ]
        rows = list(islice(merge(*each, key=itemgetter(0)), limit))
    return [StatusRow(row[0], _listed(row), row[8], stored_time(row[9])) for row in rows]


_SEARCH = "folded_key"


def prepare_search(database: sqlite3.Connection) -> None:
    """Add the SQL function that `_where` uses."""
    database.create_function(_SEARCH, 1, lambda key: pack(folded(unpack(key))), deterministic=True)


def _where(text: str) -> tuple[str, tuple[bytes, ...]]:
    """Match a text in the key, ignoring case and Unicode form.

    SQLite's own `lower`, which is faster, is enough for a text in ASCII. Only keys that have more
    bytes than characters can contain another text.
    """
    if not text:
        return "1", ()
    wanted = folded(text)
    if wanted.isascii():
        return "instr(lower(CAST(key AS TEXT)), CAST(? AS TEXT))", (pack(wanted),)
    return f"length(key) > length(CAST(key AS TEXT)) AND instr({_SEARCH}(key), ?)", (pack(wanted),)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def add_key(database: sqlite3.Connection, key: NamedKey) -> None:
    """Add or replace a KMS key."""
    database.execute(
        "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?)",
        (key.name, key.arn, json.dumps(key.aliases), key.is_aws_s3),
    )
    database.execute("INSERT OR REPLACE INTO key_states VALUES (?, ?)", (key.name, key.state))


def keys(database: sqlite3.Connection) -> dict[str, NamedKey]:
    """Return the KMS keys by name."""
    states = _key_states(database)
    return {
        name: NamedKey(
            name,
            arn,
            tuple(json.loads(aliases)),
            None if aws is None else bool(aws),
            states.get(name),
        )
        for name, arn, aliases, aws in database.execute("SELECT * FROM keys")
    }


def _key_states(database: sqlite3.Connection) -> dict[str, str | None]:
    """Return the states of keys; a file of an earlier release, opened to read, has none."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'key_states'").fetchone():
        return {}
    return dict(database.execute("SELECT * FROM key_states").fetchall())


def _listed(row: tuple[object, ...]) -> ListedObject:
    _, key, version, latest, size, modified, etag, storage_class = row[:8]
    return ListedObject(
        key=unpack(key),  # type: ignore[arg-type] # sqlite's rows are untyped
        size=size,  # type: ignore[arg-type]
        modified=time_of(modified),
        etag=etag,  # type: ignore[arg-type]
        storage_class=storage_class,  # type: ignore[arg-type]
        version_id=version,  # type: ignore[arg-type]
        is_latest=bool(latest),
    )

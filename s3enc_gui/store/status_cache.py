"""Cache of the encryption status of objects (SQLite).

Never a proof: the encryption of an object can change without a new ETag, version or date.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.store.paths import journal_path
from s3enc_gui.store.sqlite.errors import is_damage
from s3enc_gui.store.sqlite.opening import damage, delete_database, open_shared, schema_version
from s3enc_gui.store.sqlite.packing import microseconds, stored_time
from s3enc_gui.store.sqlite.transaction import transaction

Checked = tuple[EncryptionStatus, datetime]
"""A status, and when it was read."""

MAX_ENTRIES = 500_000  # about 40 MB
_KEPT = 0.9  # share of the maximum that stays when the oldest entries are deleted
_COUNT_AFTER = 0.02  # share of the maximum that is written before entries are counted again
_VERSION = 1
_TIMEOUT = 2.0  # seconds to wait while another program writes; then the cache is not used
_MAX_PARAMETERS = 500  # per query; SQLite allows at least 999
_TABLES = (
    # Object names are stored as digests: short, and not readable.
    """CREATE TABLE looks (
        id BLOB PRIMARY KEY, at INTEGER NOT NULL, status INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE TABLE statuses (id INTEGER PRIMARY KEY, said TEXT NOT NULL UNIQUE)",
    f"PRAGMA user_version = {_VERSION}",
)


def status_path() -> Path:
    """Return the path of the cache, beside the journal."""
    return journal_path().with_name("statuses.sqlite")


class StatusCache:
    """A SQLite file shared by threads and programs.

    Holds about `max_entries`; beyond that the oldest are deleted. A damaged file is replaced by an
    empty one. No method raises: if the file can't be used (disk full, no permission), the cache is
    empty.
    """

    def __init__(self, path: Path, max_entries: int = MAX_ENTRIES) -> None:
        self._path, self._max_entries = path, max_entries
        self._lock = Lock()
        self._database: sqlite3.Connection | None = None
        self._uncounted = max_entries  # the existing entries have not been counted
        with self._errors_handled():
            self._database = _open(path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def read(self, bucket: str, objects: Sequence[ListedObject]) -> dict[ListedObject, Checked]:
        """Return the known statuses of objects; `bucket` names the endpoint and the bucket."""
        by_id = {_digest(bucket, listed): listed for listed in objects}
        ids = list(by_id)
        known: dict[ListedObject, Checked] = {}
        statuses: dict[str, EncryptionStatus] = {}  # shared by all objects that have it
        with self._errors_handled():
            for start in range(0, len(ids), _MAX_PARAMETERS):
                for id_, at, packed in self._rows(ids[start : start + _MAX_PARAMETERS]):
                    status = statuses.get(packed) or statuses.setdefault(packed, _unpacked(packed))
                    known[by_id[id_]] = status, stored_time(at)
        return known

    def write(self, bucket: str, statuses: Iterable[tuple[ListedObject, Checked]]) -> None:
        """Store statuses; of two for the same object, the newer one stays."""
        rows = [
            (_digest(bucket, listed), microseconds(at), _packed(status))
            for listed, (status, at) in statuses
        ]
        with self._errors_handled():
            if rows and self._database is not None:
                with transaction(self._database):
                    self._insert(self._database, rows)
                    self._delete_oldest(self._database, len(rows))

    def _rows(self, ids: list[bytes]) -> list[tuple[bytes, int, str]]:
        if self._database is None:
            return []
        marks = ",".join("?" * len(ids))
        return self._database.execute(
            "SELECT looks.id, at, said FROM looks JOIN statuses ON statuses.id = status"  # noqa: S608 - marks are question marks
            f" WHERE looks.id IN ({marks})",
            ids,
        ).fetchall()

    def _insert(self, database: sqlite3.Connection, rows: list[tuple[bytes, int, str]]) -> None:
        numbers: dict[str, int] = {}
        for packed in {row[2] for row in rows}:
            database.execute("INSERT OR IGNORE INTO statuses (said) VALUES (?)", (packed,))
            found = database.execute("SELECT id FROM statuses WHERE said = ?", (packed,))
            numbers[packed] = found.fetchone()[0]
        database.executemany(
            "INSERT INTO looks (id, at, status) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET at = excluded.at, status = excluded.status WHERE excluded.at >= at",
            [(id_, at, numbers[packed]) for id_, at, packed in rows],
        )

    def _delete_oldest(self, database: sqlite3.Connection, written: int) -> None:
        self._uncounted += written
        if self._uncounted < self._max_entries * _COUNT_AFTER:
            return
        self._uncounted = 0
        count = database.execute("SELECT count(*) FROM looks").fetchone()[0]
        if count > self._max_entries:
            database.execute(
                "DELETE FROM looks WHERE id IN (SELECT id FROM looks ORDER BY at LIMIT ?)",
                (count - int(self._max_entries * _KEPT),),
            )
            database.execute("DELETE FROM statuses WHERE id NOT IN (SELECT status FROM looks)")

    @contextmanager
    def _errors_handled(self) -> Iterator[None]:
        """Suppress errors; recreate a damaged file."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                if _is_useless(error):
                    self._recreate()
            except (OSError, ValueError, TypeError):  # no disk, or content of another program
                self._close()

    def _recreate(self) -> None:
        self._close()
        with suppress(OSError, sqlite3.Error):
            delete_database(self._path)
            self._database = _open(self._path)

    def _close(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None


def _open(path: Path) -> sqlite3.Connection:
    """Return the database. Raises sqlite3.Error and OSError."""
    return open_shared(path, _TIMEOUT, _prepare)


def _prepare(database: sqlite3.Connection) -> None:
    found = schema_version(database)
    if found not in (0, _VERSION):
        raise damage(f"version {found}")
    with suppress(sqlite3.OperationalError):  # another program may be doing the same
        database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")  # a file damaged by a power failure is recreated
    if found == 0:
        with transaction(database):
            if schema_version(database) == 0:  # another program may have created the tables
                for statement in _TABLES:
                    database.execute(statement)


def _is_useless(error: sqlite3.Error) -> bool:
    """Whether the file is damaged, or has other tables."""
    return is_damage(error) or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR


def _digest(bucket: str, listed: ListedObject) -> bytes:
    """Return the id of an object and its content."""
    modified = listed.modified.timestamp() if listed.modified else None
    about = (bucket, listed.key, listed.version_id, listed.etag, modified)
    return blake2b(repr(about).encode(), digest_size=16).digest()


@lru_cache(maxsize=1024)  # few distinct statuses, many objects
def _packed(status: EncryptionStatus) -> str:
    # Without `unreported`: what is known of the server counts when the status is read.
    # Without the customer key: its name matters only to who reads the object.
    return json.dumps(astuple(status)[:5])


def _unpacked(text: str) -> EncryptionStatus:
    return EncryptionStatus(*json.loads(text))

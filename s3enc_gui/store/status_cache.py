"""How objects were encrypted when they were last looked at, kept for the next time.

Never a proof: the encryption of an object can be changed without a new ETag, version or date.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.store.journal.errors import is_damage
from s3enc_gui.store.journal.rows import microseconds
from s3enc_gui.store.paths import journal_path, make_private
from s3enc_gui.store.sqlite.transaction import transaction

Seen = tuple[EncryptionStatus, datetime]
"""A status, and when it was looked at."""

MOST = 500_000  # looks that are kept: about 40 MB
_ROOM = 0.9  # of them are left where the oldest go
_UNCOUNTED = 0.02  # of them are written until they are counted
_VERSION = 1
_PATIENCE = 2.0  # seconds to wait while another program writes; then it is done without
_AT_ONCE = 500  # SQLite takes 999 parameters at least
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TABLES = (
    # No names: an object's is digested with all that tells it from others, which is short, too.
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
    """A SQLite file that several threads and several programs may use.

    `most` looks are kept at least nearly; then the oldest go. A damaged file is begun anew; where
    it cannot be used at all (a full disk, one that may not be written) nothing is known and nothing
    is kept: no method raises anything.
    """

    def __init__(self, path: Path, most: int = MOST) -> None:
        self._path, self._most = path, most
        self._lock = Lock()
        self._database: sqlite3.Connection | None = None
        self._uncounted = most  # what was there before has not been counted
        with self._at_work():
            self._database = _opened(path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def read(self, place: str, objects: Sequence[ListedObject]) -> dict[ListedObject, Seen]:
        """Return what is known of objects; `place` names the endpoint and the bucket."""
        by_id = {_digest(place, listed): listed for listed in objects}
        ids = list(by_id)
        known: dict[ListedObject, Seen] = {}
        said: dict[str, EncryptionStatus] = {}  # one value each, however many objects have it
        with self._at_work():
            for start in range(0, len(ids), _AT_ONCE):
                for id_, at, text in self._rows(ids[start : start + _AT_ONCE]):
                    status = said.get(text) or said.setdefault(text, _unpacked(text))
                    known[by_id[id_]] = status, _EPOCH + timedelta(microseconds=at)
        return known

    def write(self, place: str, looks: Iterable[tuple[ListedObject, Seen]]) -> None:
        """Keep looks; of two at the same object the newer one."""
        rows = [
            (_digest(place, listed), microseconds(at), _packed(status))
            for listed, (status, at) in looks
        ]
        with self._at_work():
            if rows and self._database is not None:
                with transaction(self._database):
                    self._insert(self._database, rows)
                    self._make_room(self._database, len(rows))

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
        for text in {row[2] for row in rows}:
            database.execute("INSERT OR IGNORE INTO statuses (said) VALUES (?)", (text,))
            found = database.execute("SELECT id FROM statuses WHERE said = ?", (text,))
            numbers[text] = found.fetchone()[0]
        database.executemany(
            "INSERT INTO looks (id, at, status) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET at = excluded.at, status = excluded.status WHERE excluded.at >= at",
            [(id_, at, numbers[text]) for id_, at, text in rows],
        )

    def _make_room(self, database: sqlite3.Connection, written: int) -> None:
        self._uncounted += written
        if self._uncounted < self._most * _UNCOUNTED:
            return
        self._uncounted = 0
        count = database.execute("SELECT count(*) FROM looks").fetchone()[0]
        if count > self._most:
            database.execute(
                "DELETE FROM looks WHERE id IN (SELECT id FROM looks ORDER BY at LIMIT ?)",
                (count - int(self._most * _ROOM),),
            )
            database.execute("DELETE FROM statuses WHERE id NOT IN (SELECT status FROM looks)")

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Let no error out; begin anew where the file is damaged."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                if _is_useless(error):
                    self._restart()
            except (OSError, ValueError, TypeError):  # no disk, or nothing that we have written
                self._close()

    def _restart(self) -> None:
        self._close()
        with suppress(OSError, sqlite3.Error):
            # The log first: left beside a new file it would be played back into that.
            for end in ("-wal", "-shm", ""):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
            self._database = _opened(self._path)

    def _close(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None


def _opened(path: Path) -> sqlite3.Connection:
    """Return the database, ready. Raises sqlite3.Error and OSError."""
    make_private(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite's own would follow the umask
    database = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        found = _version(database)
        if found not in (0, _VERSION):
            raise _damage(f"version {found}")
        with suppress(sqlite3.OperationalError):  # another program is just at it
            database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")  # what a power cut damages is begun anew
        if found == 0:
            with transaction(database):
                if _version(database) == 0:  # another program may have been quicker
                    for statement in _TABLES:
                        database.execute(statement)
    except BaseException:
        database.close()
        raise
    return database


def _version(database: sqlite3.Connection) -> int:
    with closing(database.execute("PRAGMA user_version")) as found:
        return int(found.fetchone()[0])


def _is_useless(error: sqlite3.Error) -> bool:
    """Whether the file is damaged, or has other tables than ours."""
    return is_damage(error) or getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR


def _damage(what: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _digest(place: str, listed: ListedObject) -> bytes:
    """Return what tells an object from all others, one written since under its name, too."""
    modified = listed.modified.timestamp() if listed.modified else None
    about = (place, listed.key, listed.version_id, listed.etag, modified)
    return blake2b(repr(about).encode(), digest_size=16).digest()


@lru_cache(maxsize=1024)  # a bucket has few, of many objects
def _packed(status: EncryptionStatus) -> str:
    return json.dumps(astuple(status))


def _unpacked(text: str) -> EncryptionStatus:
    return EncryptionStatus(*json.loads(text))

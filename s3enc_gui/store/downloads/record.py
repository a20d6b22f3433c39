"""What is known of one download, kept until all of it has arrived.

One SQLite file a download, named after what was wished. Who has it open keeps everybody else out;
the system lets go of it however the program ends.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import (
    DownloadRequest,
    FileOutcome,
    FileResult,
    InterruptedDownload,
    busy_error,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.store.journal.errors import is_damage
from s3enc_gui.store.journal.rows import microseconds, pack, pack_json, unpack
from s3enc_gui.store.paths import journal_path, make_private
from s3enc_gui.store.sqlite.transaction import transaction

_VERSION = 2
_PATIENCE = 0.5  # seconds to wait for somebody who just closes it
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_TABLES = (
    """CREATE TABLE download (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        wish BLOB NOT NULL, begun INTEGER NOT NULL,
        bytes INTEGER NOT NULL DEFAULT 0, of_files INTEGER, of_bytes INTEGER,
        settled INTEGER NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE done (
        key BLOB NOT NULL, version TEXT NOT NULL, size INTEGER NOT NULL, place BLOB NOT NULL,
        ended TEXT NOT NULL, checked TEXT NOT NULL, remarks TEXT NOT NULL, etag TEXT NOT NULL,
        PRIMARY KEY (key, version)
    ) WITHOUT ROWID""",
    "CREATE TABLE parts (target BLOB PRIMARY KEY) WITHOUT ROWID",
    f"PRAGMA user_version = {_VERSION}",
)


def downloads_folder() -> Path:
    """Return where the files of downloads are, beside the journal."""
    return journal_path().with_name("downloads")


def tag_of(request: DownloadRequest) -> str:
    """Return what tells a download from others; what to do where a name is taken does not."""
    meant = _packed(replace(request, if_exists=IfExists.FAIL))
    return hashlib.sha256(meant).hexdigest()[:16]


class DownloadRecord:
    """The file of a download, open; several threads may use it. All methods raise AppError.

    `path` None: in memory, for as long as it is open. Code `DownloadBusy` says that another run has
    it; a damaged file is begun anew.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = Lock()
        with _as_app_error(path):
            if path is not None:
                make_private(path.parent)
            self._database = _opened(path)

    def begin(self, request: DownloadRequest, begun: datetime) -> None:
        """Note what is wished; of one that was noted before, only what is new about it."""
        with self._writing() as database:
            database.execute(
                "INSERT INTO download (id, wish, begun) VALUES (1, ?, ?)"
                " ON CONFLICT DO UPDATE SET wish = excluded.wish, settled = 0",
                (_packed(request), microseconds(begun)),
            )

    def kept(self) -> InterruptedDownload | None:
        """Return what is left of it; None where there is nothing that anybody waits for."""
        with self._reading() as database:
            row = database.execute(
                "SELECT wish, begun, bytes, of_files, of_bytes FROM download WHERE settled = 0"
            ).fetchone()
            done = database.execute("SELECT count(*) FROM done").fetchone()[0]
        if row is None:
            return None
        request, begun, count, of_files, of_bytes = row
        time = _EPOCH + timedelta(microseconds=begun)
        return InterruptedDownload(_request_of(request), time, done, of_files, count, of_bytes)

    def done(self) -> dict[tuple[str, str | None], FileResult]:
        """Return what has arrived, by key and version."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT key, version, size, place, ended, checked, remarks, etag FROM done"
            ).fetchall()
        results = (
            FileResult(
                unpack(key),
                version or None,
                size,
                unpack(place),
                FileOutcome(ended),
                checked,
                tuple(json.loads(remarks)),
                earlier=True,
                etag=etag,
            )
            for key, version, size, place, ended, checked, remarks, etag in rows
        )
        return {result.id: result for result in results}

    def add(
        self,
        results: Iterable[FileResult],
        count: int | None = None,
        of_files: int | None = None,
        of_bytes: int | None = None,
    ) -> None:
        """Note what has arrived, and how far the whole is: `count` bytes of `of_bytes`.

        None: as it was.
        """
        rows = [
            (
                pack(one.key),
                one.version_id or "",
                one.size,
                pack(one.place),
                one.ended.value,
                one.check,
                json.dumps(one.remarks),
                one.etag,
            )
            for one in results
        ]
        with self._writing() as database:
            database.executemany(
                "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
            )
            database.execute(
                "UPDATE download SET bytes = coalesce(?, bytes),"
                " of_files = coalesce(?, of_files), of_bytes = coalesce(?, of_bytes)",
                (count, of_files, of_bytes),
            )

    def begin_part(self, target: Path) -> None:
        """Note that there is going to be a part of a file."""
        with self._writing() as database:
            database.execute("INSERT OR IGNORE INTO parts VALUES (?)", (pack(str(target)),))

    def end_part(self, target: Path) -> None:
        """Note that there is none any more."""
        with self._writing() as database:
            database.execute("DELETE FROM parts WHERE target = ?", (pack(str(target)),))

    def parts(self) -> list[Path]:
        """Return the files of which parts may be there."""
        with self._reading() as database:
            return [Path(unpack(row[0])) for row in database.execute("SELECT target FROM parts")]

    def settle(self, settled: bool) -> None:
        """Note whether everything arrived that could: then it is not offered another time."""
        with self._writing() as database:
            database.execute("UPDATE download SET settled = ?", (settled,))

    def close(self) -> None:
        """Close it; what was noted stays."""
        with self._lock:
            self._database.close()

    def remove(self) -> None:
        """Close it and forget everything."""
        self.close()
        if self.path is not None:
            with _as_app_error(self.path):
                _unlink(self.path)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _as_app_error(self.path):
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _as_app_error(self.path), transaction(self._database):
            yield self._database


def _opened(path: Path | None) -> sqlite3.Connection:
    try:
        return _connected(path)
    except sqlite3.Error as error:
        if path is None or not is_damage(error):
            raise
    _unlink(path)
    return _connected(path)


def _connected(path: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(
        path or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        if path is not None:
            path.chmod(0o600)
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        # A kill loses nothing so; after a power cut what was done last is looked at again.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN EXCLUSIVE")
        if database.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (name,) in names.fetchall():
                database.execute(f'DROP TABLE "{name}"')
            for statement in _TABLES:
                database.execute(statement)
        database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def _unlink(path: Path) -> None:
    # The log first: left beside a new file it would be played back into that.
    for end in ("-wal", "-shm", ""):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _packed(request: DownloadRequest) -> bytes:
    plain: dict[str, Any] = asdict(request)
    for listed in plain["objects"]:
        listed["modified"] = listed["modified"] and listed["modified"].isoformat()
    return pack_json(plain)


def _request_of(packed: bytes) -> DownloadRequest:
    plain: dict[str, Any] = json.loads(unpack(packed))
    for listed in plain["objects"]:
        listed["modified"] = listed["modified"] and datetime.fromisoformat(listed["modified"])
    plain["connection"] = Connection(**plain["connection"])
    plain["objects"] = tuple(ListedObject(**listed) for listed in plain["objects"])
    plain["prefixes"] = tuple(plain["prefixes"])
    plain["if_exists"] = IfExists(plain["if_exists"])
    return DownloadRequest(**plain)


@contextmanager
def _as_app_error(path: Path | None) -> Iterator[None]:
    """Let nothing of SQLite or the system out but AppError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY_CODES:
            raise busy_error() from error
        raise _not_noted(path, error) from error
    except OSError as error:
        raise _not_noted(path, error) from error


def _not_noted(path: Path | None, error: Exception) -> AppError:
    return AppError(
        "It cannot be noted how far the download is",
        f"{path or 'in memory'}: {getattr(error, 'strerror', None) or error}.",
        "Make room on the disk, or see who may write to the folder.",
        code="DownloadsNotWritable",
    )


def kept_paths() -> list[Path]:
    """Return the files of all downloads there are; none where nobody may look."""
    with suppress(OSError):
        return sorted(downloads_folder().glob("*.sqlite"))
    return []

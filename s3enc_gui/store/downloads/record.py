"""The record of a download: its request, progress and results, kept until it is complete.

One SQLite file per download, named after its request and locked exclusively while it is open; the
operating system releases the lock when the process ends.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from s3enc_gui.domain.client_side.choice import ClientSideReading
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
from s3enc_gui.domain.times import iso_time
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import text, untranslated
from s3enc_gui.store.os_errors import CHECK_DISK
from s3enc_gui.store.paths import journal_path
from s3enc_gui.store.sqlite.database_file import DatabaseFile
from s3enc_gui.store.sqlite.errors import SqliteErrors, is_damage
from s3enc_gui.store.sqlite.opening import delete_database, open_exclusive, schema_version
from s3enc_gui.store.sqlite.packing import microseconds, pack, pack_json, stored_time, unpack

_ERRORS = SqliteErrors(
    other=AppError(
        text("Can't save the progress of the download"),
        hint=CHECK_DISK,
        code="DownloadsNotWritable",
    ),
    busy=busy_error(),
)
_VERSION = 2
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
    """Return the folder of the download records, beside the journal."""
    return journal_path().with_name("downloads")


def tag_of(request: DownloadRequest) -> str:
    """Return the id of a request; the answers to its questions don't count."""
    packed = _packed(request.identity)
    return hashlib.sha256(packed).hexdigest()[:16]


class DownloadRecord(DatabaseFile):
    """An open download record; thread-safe. All methods raise AppError.

    `path` None: in memory. Code `DownloadBusy`: another run has it open. A damaged file is replaced
    by an empty one.
    """

    errors = _ERRORS

    def __init__(self, path: Path | None) -> None:
        super().__init__(path, lambda: _open(path))

    def begin(self, request: DownloadRequest, begun: datetime) -> None:
        """Store the request; the time of an earlier run's `begin` stays."""
        with self._writing() as database:
            database.execute(
                "INSERT INTO download (id, wish, begun) VALUES (1, ?, ?)"
                " ON CONFLICT DO UPDATE SET wish = excluded.wish, settled = 0",
                (_packed(request), microseconds(begun)),
            )

    def kept(self) -> InterruptedDownload | None:
        """Return the unfinished download; None if there is none, or if it is settled."""
        with self._reading() as database:
            row = database.execute(
                "SELECT wish, begun, bytes, of_files, of_bytes FROM download WHERE settled = 0"
            ).fetchone()
            done = database.execute("SELECT count(*) FROM done").fetchone()[0]
        if row is None:
            return None
        request, begun, count, of_files, of_bytes = row
        return InterruptedDownload(
            _request_of(request), stored_time(begun), done, of_files, count, of_bytes
        )

    def done(self) -> dict[tuple[str, str | None], FileResult]:
        """Return the finished files, by key and version."""
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
        """Add finished files; update the totals, in files and bytes (None: unchanged)."""
        rows = [
            (
                pack(one.key),
                one.version_id or "",
                one.size,
                pack(one.path),
                one.ended.value,
                untranslated(one.check),
                json.dumps([untranslated(remark) for remark in one.remarks]),
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
        """Record that a part file is about to be created."""
        with self._writing() as database:
            database.execute("INSERT OR IGNORE INTO parts VALUES (?)", (pack(str(target)),))

    def end_part(self, target: Path) -> None:
        """Record that a part file no longer exists."""
        with self._writing() as database:
            database.execute("DELETE FROM parts WHERE target = ?", (pack(str(target)),))

    def parts(self) -> list[Path]:
        """Return the targets of part files that may exist."""
        with self._reading() as database:
            return [Path(unpack(row[0])) for row in database.execute("SELECT target FROM parts")]

    def settle(self, settled: bool) -> None:
        """Store whether nothing is left to resume: then the download isn't offered again."""
        with self._writing() as database:
            database.execute("UPDATE download SET settled = ?", (settled,))

    def remove(self) -> None:
        """Close and delete the file."""
        self.close()
        if self.path is not None:
            with _ERRORS.raised(self.path):
                delete_database(self.path)


def _open(path: Path | None) -> sqlite3.Connection:
    try:
        return open_exclusive(path, _VERSION, _create_tables)
    except sqlite3.Error as error:
        if path is None or not is_damage(error):
            raise
    delete_database(path)
    return open_exclusive(path, _VERSION, _create_tables)


def _create_tables(database: sqlite3.Connection) -> None:
    if schema_version(database) != _VERSION:
        for statement in _TABLES:
            database.execute(statement)


def _packed(request: DownloadRequest) -> bytes:
    plain: dict[str, Any] = asdict(request)
    plain["connection"] = request.connection.plain
    # As in records of earlier versions, by which they are found.
    if request.client_side is None:
        del plain["client_side"]
    if not request.asks:
        del plain["asks"]
    for listed in plain["objects"]:
        listed["modified"] = listed["modified"] and listed["modified"].isoformat()
    return pack_json(plain)


def _request_of(packed: bytes) -> DownloadRequest:
    plain: dict[str, Any] = json.loads(unpack(packed))
    for listed in plain["objects"]:
        listed["modified"] = iso_time(listed["modified"])
    plain["connection"] = Connection(**plain["connection"])
    plain["objects"] = tuple(ListedObject(**listed) for listed in plain["objects"])
    plain["prefixes"] = tuple(plain["prefixes"])
    plain["if_exists"] = IfExists(plain["if_exists"])
    plain["client_side"] = ClientSideReading.of_plain(plain.get("client_side"))
    return DownloadRequest(**plain)


def kept_paths() -> list[Path]:
    """Return the files of all download records; none if the folder can't be read."""
    with suppress(OSError):
        return sorted(downloads_folder().glob("*.sqlite"))
    return []

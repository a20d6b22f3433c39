"""The file an audit streams into: what was listed, what was seen of it, and how far it got.

One SQLite file an audit, kept for the next run of the same audit until that has ended. Who has it
open to write keeps everybody else out; the system lets go of it however the program ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

from s3enc_gui.domain.audits.audit import (
    Audited,
    AuditFacts,
    Group,
    GroupCount,
    NamedKey,
    Summary,
    group_of,
)
from s3enc_gui.domain.audits.query import START, AuditCursor, AuditQuery
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject, Name, Position
from s3enc_gui.store.audits import rows
from s3enc_gui.store.audits.errors import as_app_error
from s3enc_gui.store.audits.rows import StatusRow
from s3enc_gui.store.audits.schema import open_database, open_to_read
from s3enc_gui.store.audits.states import StatusTable
from s3enc_gui.store.paths import make_private
from s3enc_gui.store.sqlite.transaction import transaction

PAGE = 1000  # objects read at a time
_OFTEN = 1000  # steps of SQLite: a few dozen objects


class AuditFile:
    """An audit's file, open; several threads may use it. All methods raise AppError.

    `path` None: in memory, for as long as it is open. `reading`: beside others who only read.
    """

    def __init__(self, path: Path | None, *, reading: bool = False) -> None:
        self.path = path
        self._lock = Lock()
        with as_app_error(self.path):
            if path is not None and reading:
                self._database = open_to_read(path)
            else:
                if path is not None:
                    make_private(path.parent)
                self._database = open_database(path)
        self._states = StatusTable(self._database)
        self._keys: dict[str, NamedKey] = rows.keys(self._database)

    def begin(self, facts: AuditFacts) -> None:
        """Begin an audit anew: whatever was there is forgotten."""
        with self._writing() as database:
            rows.clear(database)
            rows.save_facts(database, facts)
            self._states.forget()
            self._keys.clear()

    @property
    def facts(self) -> AuditFacts | None:
        """The audit as a whole; None where none was begun."""
        with self._reading() as database:
            return rows.facts(database)

    @property
    def position(self) -> Position:
        """Where the listing is to go on."""
        with self._reading() as database:
            return rows.position(database)

    @property
    def keys(self) -> dict[str, NamedKey]:
        """The KMS keys that were met."""
        return dict(self._keys)

    def add_listed(
        self,
        objects: Sequence[ListedObject],
        position: Position,
        delete_markers: Sequence[ListedObject] = (),
        *,
        last: bool = False,
    ) -> None:
        """Keep a page of the listing and where the next one begins, both or neither."""
        with self._writing() as database:
            rows.add_objects(database, objects)
            rows.add_markers(database, delete_markers)
            rows.move_on(database, position, len(objects), len(delete_markers), last=last)

    def names(self) -> Iterator[Name]:
        """Yield what tells apart all that was listed: keys, or keys and versions."""
        for table in ("objects", "markers"):
            after = 0
            while page := self._names(table, after):
                after = page[-1][0]
                yield from (name for _, name in page)

    def _names(self, table: str, after: int) -> list[tuple[int, Name]]:
        with self._reading() as database:
            return rows.names(database, table, after, PAGE)

    def unseen(self, after: int = 0, limit: int = PAGE) -> list[tuple[int, ListedObject]]:
        """Return objects nobody has looked at yet, in order, with their numbers."""
        with self._reading() as database:
            return rows.unseen(database, after, limit)

    def unseen_pages(self) -> Iterator[list[ListedObject]]:
        """Yield the objects nobody has looked at yet as they were listed, page by page."""
        after = 0
        while page := self.unseen(after):
            after = page[-1][0]
            yield [listed for _, listed in page]

    def add_seen(
        self,
        seen: Iterable[tuple[int, ObjectStatus]],
        found: Iterable[tuple[int, ListedObject]] = (),
    ) -> None:
        """Keep what was seen of objects, by their numbers.

        `found` are those of them that are there instead of the listed ones, since when both were
        mixed a row would speak of no object there ever was.
        """
        with self._writing() as database:
            marks = [(self._states.number(one), one.at, number) for number, one in seen]
            rows.mark_seen(database, marks)
            rows.replace_objects(database, found)

    def add_key(self, key: NamedKey) -> None:
        """Keep what KMS told of a key."""
        with self._writing() as database:
            rows.add_key(database, key)
        self._keys[key.name] = key

    def end(self, ended: datetime) -> None:
        """Note that everything was looked at."""
        with self._writing() as database:
            rows.end(database, ended)

    @property
    def seen(self) -> int:
        """How many objects were looked at."""
        return self.summary().objects

    def summary(self) -> Summary:
        """Count everything that was seen, by groups."""
        with self._reading() as database:
            return Summary.of(
                GroupCount(self._group(number), objects, size)
                for number, objects, size in rows.group_counts(database)
            )

    def count(self, groups: Collection[Group] | None = None, text: str = "") -> int:
        """Count objects of some groups (None: of all) with a text in their key."""
        with self._reading() as database:
            return rows.count(database, self._numbers(groups), text)

    def of_kinds(self, *kinds: StatusKind) -> int:
        """Count the objects of some kinds; quick also where there are a million."""
        with self._reading() as database:
            states = [one for one in self._states.numbers if self._group(one).kind in kinds]
            return rows.count(database, states, "")

    def pages(
        self, groups: Collection[Group] | None = None, text: str = "", limit: int | None = None
    ) -> Iterator[list[Audited]]:
        """Yield the objects of some groups as they were listed, page by page."""
        after, left = 0, limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            with self._reading() as database:
                found_rows = rows.seen(database, self._numbers(groups), text, after, size)
            if not found_rows:
                return
            after = found_rows[-1].number
            left = None if left is None else left - len(found_rows)
            yield self._audited(found_rows)

    def page(
        self, query: AuditQuery, after: AuditCursor = START, limit: int = PAGE
    ) -> tuple[list[Audited], AuditCursor | None]:
        """Return objects behind a cursor, and the next cursor; None: there are no more."""
        found: list[Audited] = []
        for stage in range(after.stage, len(query.stages)):
            number = after.number if stage == after.stage else 0
            states, left = self._numbers(query.stages[stage]), limit - len(found)
            with self._reading() as database:
                found_rows = rows.seen(database, states, query.text, number, left)
            found += self._audited(found_rows)
            if len(found_rows) == left:
                return found, AuditCursor(stage, found_rows[-1].number)
        return found, None

    def heed(self, stopped: Callable[[], bool]) -> None:
        """Give up whatever is under way here when it is asked to stop: a search may take long."""
        with self._reading() as database:
            database.set_progress_handler(lambda: int(stopped()), _OFTEN)

    def close(self) -> None:
        """Close it; what was kept stays."""
        with self._lock:
            self._database.close()

    def _audited(self, rows: Iterable[StatusRow]) -> list[Audited]:
        return [
            Audited(row.listed, self._states.looked(row.state, row.at), self._group(row.state))
            for row in rows
        ]

    def _group(self, state: int) -> Group:
        return group_of(self._states.looked(state), self._keys)

    def _numbers(self, groups: Collection[Group] | None) -> list[int] | None:
        if groups is None:
            return None
        return [number for number in self._states.numbers if self._group(number) in groups]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, as_app_error(self.path):
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, as_app_error(self.path):
            try:
                with transaction(self._database):
                    yield self._database
            except BaseException:
                with suppress(sqlite3.Error):
                    self._states.load()  # the new ones were not kept
                raise

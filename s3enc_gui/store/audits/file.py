"""The file of an audit: listed objects, their encryption status, and the listing's position.

One SQLite file per audit; an interrupted audit resumes from it. A writer locks it exclusively; the
operating system releases the lock when the process ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from s3enc_gui.domain.audits.audit import Audited, AuditFacts
from s3enc_gui.domain.audits.query import START, AuditCursor, AuditQuery
from s3enc_gui.domain.encryption.groups import (
    Group,
    GroupCount,
    NamedKey,
    Summary,
    group_of,
    unusable_key_state,
)
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject, Name, Position
from s3enc_gui.store.audits import rows
from s3enc_gui.store.audits.errors import ERRORS
from s3enc_gui.store.audits.rows import StatusRow
from s3enc_gui.store.audits.schema import open_database, open_to_read
from s3enc_gui.store.audits.states import StatusTable
from s3enc_gui.store.sqlite.database_file import DatabaseFile

PAGE = 1000  # objects read at a time
_STEPS = 1000  # SQLite instructions between two checks for cancellation: some dozen objects


class AuditFile(DatabaseFile):
    """An open audit file; thread-safe. All methods raise AppError.

    `path` None: in memory. `reading`: read-only, shared with other readers.
    """

    errors = ERRORS

    def __init__(self, path: Path | None, *, reading: bool = False) -> None:
        super().__init__(
            path, lambda: open_to_read(path) if path and reading else open_database(path)
        )
        rows.prepare_search(self._database)
        self._states = StatusTable(self._database)
        self._keys: dict[str, NamedKey] = rows.keys(self._database)

    def begin(self, facts: AuditFacts) -> None:
        """Start a new audit; deletes the earlier one."""
        with self._writing() as database:
            rows.clear(database)
            rows.save_facts(database, facts)
            self._states.clear()
            self._keys.clear()

    @property
    def facts(self) -> AuditFacts | None:
        """What the audit is about, and its progress; None: none was started."""
        with self._reading() as database:
            return rows.facts(database)

    @property
    def position(self) -> Position:
        """Where the listing continues."""
        with self._reading() as database:
            return rows.position(database)

    @property
    def keys(self) -> dict[str, NamedKey]:
        """The KMS keys of the objects, by name."""
        return dict(self._keys)

    def add_listed(
        self,
        objects: Sequence[ListedObject],
        position: Position,
        delete_markers: Sequence[ListedObject] = (),
        *,
        last: bool = False,
    ) -> None:
        """Add a page of the listing and the position of the next one, atomically."""
        with self._writing() as database:
            rows.add_objects(database, objects)
            rows.add_markers(database, delete_markers)
            rows.set_position(database, position, len(objects), len(delete_markers), last=last)

    def names(self) -> Iterator[Name]:
        """Yield the names of all listed entries: keys, or keys with versions."""
        for table in ("objects", "markers"):
            after = 0
            while page := self._names(table, after):
                after = page[-1][0]
                yield from (name for _, name in page)

    def _names(self, table: str, after: int) -> list[tuple[int, Name]]:
        with self._reading() as database:
            return rows.names(database, table, after, PAGE)

    def unseen(self, after: int = 0, limit: int = PAGE) -> list[tuple[int, ListedObject]]:
        """Return objects that haven't been checked, with their row ids, in order."""
        with self._reading() as database:
            return rows.unseen(database, after, limit)

    def unseen_pages(self) -> Iterator[list[ListedObject]]:
        """Yield the objects that haven't been checked, page by page."""
        after = 0
        while page := self.unseen(after):
            after = page[-1][0]
            yield [listed for _, listed in page]

    def add_statuses(
        self,
        statuses: Iterable[tuple[int, ObjectStatus]],
        found: Iterable[tuple[int, ListedObject]] = (),
    ) -> None:
        """Store the statuses of objects, by row id.

        `found` replaces objects that were overwritten after the listing, so that size, date and
        status are those of the same object.
        """
        with self._writing() as database:
            states = [(self._states.number(one), one.at, number) for number, one in statuses]
            rows.set_states(database, states)
            rows.replace_objects(database, found)

    def add_key(self, key: NamedKey) -> None:
        """Add a KMS key."""
        with self._writing() as database:
            rows.add_key(database, key)
        self._keys[key.name] = key

    def end(self, ended: datetime) -> None:
        """Store that the audit is complete."""
        with self._writing() as database:
            rows.end(database, ended)

    @property
    def checked(self) -> int:
        """The number of checked objects."""
        return self.summary().objects

    def summary(self) -> Summary:
        """Count the checked objects by group."""
        with self._reading() as database:
            return Summary.of(
                GroupCount(self._group(number), objects, size)
                for number, objects, size in rows.group_counts(database)
            )

    def count(self, groups: Collection[Group] | None = None, text: str = "") -> int:
        """Count checked objects of some groups (None: all) with a text in their key."""
        with self._reading() as database:
            return rows.count(database, self._numbers(groups), text)

    def of_kinds(self, *kinds: StatusKind) -> int:
        """Count checked objects of some kinds; fast even for a million objects."""
        with self._reading() as database:
            states = [one for one in self._states.numbers if self._group(one).kind in kinds]
            return rows.count(database, states, "")

    def with_unusable_keys(self) -> int:
        """Count checked objects whose KMS key can't be used; fast even for a million objects."""
        groups = {number: self._group(number) for number in self._states.numbers}
        with self._reading() as database:
            states = [one for one in groups if unusable_key_state(groups[one], self._keys)]
            return rows.count(database, states, "") if states else 0

    def pages(
        self, groups: Collection[Group] | None = None, text: str = "", limit: int | None = None
    ) -> Iterator[list[Audited]]:
        """Yield checked objects of some groups (None: all) in listing order, page by page."""
        after, left = 0, limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            with self._reading() as database:
                found_rows = rows.checked(database, self._numbers(groups), text, after, size)
            if not found_rows:
                return
            after = found_rows[-1].number
            left = None if left is None else left - len(found_rows)
            yield self._audited(found_rows)

    def page(
        self, query: AuditQuery, after: AuditCursor = START, limit: int = PAGE
    ) -> tuple[list[Audited], AuditCursor | None]:
        """Return the objects after a cursor, and the next cursor (None: there are no more)."""
        found: list[Audited] = []
        for stage in range(after.stage, len(query.stages)):
            number = after.number if stage == after.stage else 0
            states, left = self._numbers(query.stages[stage]), limit - len(found)
            with self._reading() as database:
                found_rows = rows.checked(database, states, query.text, number, left)
            found += self._audited(found_rows)
            if len(found_rows) == left:
                return found, AuditCursor(stage, found_rows[-1].number)
        return found, None

    def cancel_when(self, stopped: Callable[[], bool]) -> None:
        """Abort running queries with AppError once `stopped` returns True: a search may be slow."""
        with self._reading() as database:
            database.set_progress_handler(lambda: int(stopped()), _STEPS)

    def _audited(self, rows: Iterable[StatusRow]) -> list[Audited]:
        return [
            Audited(row.listed, self._states.status(row.state, row.at), self._group(row.state))
            for row in rows
        ]

    def _group(self, state: int) -> Group:
        return group_of(self._states.status(state), self._keys)

    def _numbers(self, groups: Collection[Group] | None) -> list[int] | None:
        if groups is None:
            return None
        return [number for number in self._states.numbers if self._group(number) in groups]

    def _rolled_back(self) -> None:
        with suppress(sqlite3.Error):
            self._states.load()  # without the new statuses

"""The file of one change of encryption: what was planned, what was done, and what was before.

One SQLite file for each; an interrupted change goes on from it, and it is the log for undoing it.
A writer locks it exclusively; the operating system releases the lock when the process ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.reencryption.dry_run import Cost, Count, DryRun, FormerContexts
from s3enc_gui.domain.reencryption.run import Changed, NewObject, Planned, Receipt, RunFacts
from s3enc_gui.domain.reencryption.state import OPEN, State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.store.reencryption import rows
from s3enc_gui.store.reencryption.encryptions import Encryptions
from s3enc_gui.store.reencryption.errors import ERRORS
from s3enc_gui.store.reencryption.schema import open_database, open_existing
from s3enc_gui.store.sqlite.database_file import DatabaseFile
from s3enc_gui.store.sqlite.packing import microseconds, pack, stored_time, time_of, unpack

PAGE = 1000  # objects read at a time


class RunFile(DatabaseFile):
    """An open file; thread-safe. All methods raise AppError. `path` None: in memory.

    `existing`: it must be there already, and be such a file.
    """

    errors = ERRORS

    def __init__(self, path: Path | None, *, existing: bool = False) -> None:
        super().__init__(
            path, lambda: open_existing(path) if path and existing else open_database(path)
        )
        self._encryptions = Encryptions(self._database)

    def begin(self, facts: RunFacts) -> None:
        """Start a new plan; deletes what was planned before."""
        with self._writing() as database:
            for table in ("run", "objects", "encryptions"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
            self._encryptions.load()
            target = self._encryptions.number(_status_of(facts.target))
            database.execute(
                "INSERT INTO run (id, bucket, target, undoes, started, versioned, origin)"
                " VALUES (1, ?, ?, ?, ?, ?, ?)",
                (
                    pack(facts.bucket),
                    target,
                    facts.undoes,
                    _time(facts.started),
                    facts.versioned,
                    rows.pack_origin(facts.origin),
                ),
            )

    @property
    def facts(self) -> RunFacts | None:
        """What the file is about, and how far it is; None: nothing was planned."""
        with self._reading() as database:
            row = database.execute(
                "SELECT bucket, target, undoes, started, planned, ended, versioned, began, origin"
                " FROM run"
            ).fetchone()
        if row is None:
            return None
        status = self._encryptions.status(row[1])
        return RunFacts(
            unpack(row[0]),
            Target.of(status) if status else None,
            stored_time(row[3]),
            row[2],
            time_of(row[4]),
            time_of(row[5]),
            None if row[6] is None else bool(row[6]),
            time_of(row[7]),
            rows.origin_of(row[8]),
        )

    def add(self, objects: Iterable[NewObject]) -> None:
        """Add objects of the plan."""
        number = self._encryptions.number
        with self._writing() as database:
            rows.add(
                database,
                [(one, number(one.before), number(_status_of(one.target))) for one in objects],
            )

    def finish_plan(self, now: datetime) -> None:
        """Store that everything is planned: from now on it may run."""
        with self._writing() as database:
            database.execute("UPDATE run SET planned = ?", (_time(now),))

    def begin_changes(self, now: datetime) -> None:
        """Store that the user has agreed to the plan; a later time than the first is ignored."""
        with self._writing() as database:
            database.execute("UPDATE run SET began = coalesce(began, ?)", (_time(now),))

    def end(self, now: datetime) -> None:
        """Store that nothing more is to be changed."""
        with self._writing() as database:
            database.execute("UPDATE run SET ended = ?", (_time(now),))

    def dry_run(self) -> DryRun:
        """Count what is planned."""
        facts = self.facts
        with self._reading() as database:
            counts = {
                Choice(Way(way), Reason(reason)): Count(objects, size)
                for way, reason, objects, size in rows.ways(database)
            }
            cost, old = rows.cost(database)
            client_side = rows.with_encryptions(
                database, self._encryptions.numbers_of_client_side()
            )
            contexts = rows.copied_contexts(database) if facts and facts.undoes else None
        found = self._former_contexts(contexts) if contexts is not None else None
        versioned = facts.versioned if facts else None
        return DryRun(counts, Cost(*cost), versioned, client_side, old, found)

    def _former_contexts(
        self, contexts: Sequence[tuple[int | None, bytes | None, int]]
    ) -> FormerContexts:
        restored = unknown = 0
        for number, packed, count in contexts:
            status = self._encryptions.status(number)
            target = Target.of(status) if status else None
            if target and target.kind.uses_kms:
                context = rows.context_of(packed)
                restored += count if context else 0
                unknown += count if context is None else 0
        return FormerContexts(restored, unknown)

    def source_keys(self) -> dict[str, int]:
        """Count the objects to change by the KMS key that they are encrypted with."""
        with self._reading() as database:
            found = rows.sources(database)
        counts: dict[str, int] = {}
        for number, count in found:
            status = self._encryptions.status(number)
            if status and status.key:
                counts[status.key] = counts.get(status.key, 0) + count
        return counts

    def open(self, after: int = 0, limit: int = PAGE, way: Way | None = None) -> list[Planned]:
        """Return objects that are still to be changed, in order; by default of all ways."""
        with self._reading() as database:
            found = rows.in_states(database, OPEN, after, limit, way or "")
        return [self._planned(row) for row in found]

    def receipts(self, states: Collection[State] | None = None) -> Iterator[Receipt]:
        """Yield what was planned and done; by default for all objects."""
        after = 0
        while page := self.receipts_page(states or tuple(State), after, PAGE):
            after = page[-1].planned.number
            yield from page

    def receipts_page(self, states: Collection[State], after: int, limit: int) -> list[Receipt]:
        """Return the receipts of objects in these states whose numbers follow `after`."""
        with self._reading() as database:
            page = rows.in_states(database, states, after, limit)
        return [self._receipt(row) for row in page]

    def save(
        self,
        started: Sequence[tuple[int, bytes | None]],
        ended: Sequence[tuple[int, Changed]],
        now: datetime,
    ) -> None:
        """Store that requests for objects may be sent, and the ends of others, at once."""
        at, number = _time(now), self._encryptions.number
        with self._writing() as database:
            rows.start(database, [(source, at, one) for one, source in started])
            rows.end(database, [(one, end, number(end.after), at) for one, end in ended])

    def counts(self) -> dict[State, int]:
        """Count the objects by state."""
        with self._reading() as database:
            return {State(state): count for state, count in rows.states(database)}

    @property
    def over_since(self) -> datetime | None:
        """When nothing more was to be changed; None: something is, or nobody has agreed to it.

        A program that was ended after the last object didn't store the end.
        """
        facts = self.facts
        if facts is None or facts.began is None or facts.ended:
            return facts.ended if facts else None
        if self.open(limit=1):
            return None
        with self._reading() as database:
            (last,) = database.execute("SELECT max(ended) FROM objects").fetchone()
        return time_of(last) or facts.began

    def _planned(self, row: rows.ObjectRow) -> Planned:
        status = self._encryptions.status(row.target)
        return Planned(
            row.id,
            unpack(row.key),
            row.version,
            bool(row.latest),
            row.etag,
            row.size,
            self._encryptions.status(row.before),
            Target.of(status) if status else None,
            Choice(Way(row.way), Reason(row.reason)),
            State(row.state),
            row.source,
            time_of(row.started),
            rows.context_of(row.context),
        )

    def _receipt(self, row: rows.ObjectRow) -> Receipt:
        error = rows.error_of(row.error)
        changed = Changed(
            State(row.state),
            self._encryptions.status(row.after),
            row.new_etag or "",
            row.new_version,
            error,
            row.doubts or "",
            rows.context_of(row.former_context),
        )
        return Receipt(self._planned(row), changed, time_of(row.ended))

    def _rolled_back(self) -> None:
        with suppress(sqlite3.Error):
            self._encryptions.load()  # without the new ones


def _status_of(target: Target | None) -> EncryptionStatus | None:
    return target.status if target else None


def _time(time: datetime) -> int:
    return microseconds(time)

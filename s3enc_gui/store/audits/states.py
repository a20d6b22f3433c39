"""The distinct statuses of an audit, each stored once: thousands of objects share one."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.store.sqlite.packing import EPOCH


class StatusTable:
    """The distinct statuses of an audit, without their times, by number."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._by_number: dict[int, ObjectStatus] = {}
        self._numbers: dict[ObjectStatus, int] = {}
        self.load()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all statuses."""
        return tuple(self._by_number)

    def load(self) -> None:
        """Read the stored statuses."""
        self.clear()
        for number, kind, status, error in self._database.execute("SELECT * FROM states"):
            fields = json.loads(status)
            found = EncryptionStatus(*fields) if fields else None
            self._add(number, ObjectStatus(StatusKind(kind), found, EPOCH, error))

    def clear(self) -> None:
        """Remove all statuses from memory."""
        self._by_number.clear()
        self._numbers.clear()

    def status(self, number: int, at: datetime = EPOCH) -> ObjectStatus:
        """Return a status by its number, with the time of the check."""
        known = self._by_number[number]
        return ObjectStatus(known.kind, known.status, at, known.error)

    def number(self, status: ObjectStatus) -> int:
        """Return the number of a status, ignoring its time; a new one is stored."""
        bare = ObjectStatus(status.kind, status.status, EPOCH, status.error)
        if bare not in self._numbers:
            one = bare.status
            fields = one and (
                one.algorithm,
                one.key,
                one.bucket_key,
                one.customer_algorithm,
                one.client_side,
                *_further(one),
            )
            number = self._database.execute(
                "INSERT INTO states (kind, status, error) VALUES (?, ?, ?)",
                (bare.kind.value, json.dumps(fields), bare.error),
            ).lastrowid
            self._add(number or 0, bare)
        return self._numbers[bare]

    def _add(self, number: int, status: ObjectStatus) -> None:
        self._by_number[number] = status
        self._numbers[status] = number


def _further(status: EncryptionStatus) -> list[object]:
    """Return the last fields, as far as there are any: most statuses have none."""
    if status.generation:
        return [status.unreported, None, status.generation]
    return [True] if status.unreported else []

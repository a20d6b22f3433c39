"""The different answers of an audit, each kept once: thousands of objects share one."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class StatusTable:
    """The different answers of an audit, each with its number; they are few."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._by_number: dict[int, ObjectStatus] = {}
        self._numbers: dict[ObjectStatus, int] = {}
        self.load()

    @property
    def numbers(self) -> tuple[int, ...]:
        """All of them."""
        return tuple(self._by_number)

    def load(self) -> None:
        """Read those that are kept."""
        self.forget()
        for number, kind, status, error in self._database.execute("SELECT * FROM states"):
            fields = json.loads(status)
            found = EncryptionStatus(*fields) if fields else None
            self._learn(number, ObjectStatus(StatusKind(kind), found, _EPOCH, error))

    def forget(self) -> None:
        """Know none."""
        self._by_number.clear()
        self._numbers.clear()

    def looked(self, number: int, at: datetime = _EPOCH) -> ObjectStatus:
        """Return an answer as it was given at a time."""
        known = self._by_number[number]
        return ObjectStatus(known.kind, known.status, at, known.error)

    def number(self, looked: ObjectStatus) -> int:
        """Return the number of an answer, whenever it was given; kept where it is new."""
        bare = ObjectStatus(looked.kind, looked.status, _EPOCH, looked.error)
        if bare not in self._numbers:
            one = bare.status
            fields = one and (
                one.algorithm,
                one.key,
                one.bucket_key,
                one.customer_algorithm,
                one.client_side,
            )
            number = self._database.execute(
                "INSERT INTO states (kind, status, error) VALUES (?, ?, ?)",
                (bare.kind.value, json.dumps(fields), bare.error),
            ).lastrowid
            self._learn(number or 0, bare)
        return self._numbers[bare]

    def _learn(self, number: int, looked: ObjectStatus) -> None:
        self._by_number[number] = looked
        self._numbers[looked] = number

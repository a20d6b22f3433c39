"""The distinct encryptions of a file, each stored once: thousands of objects share one."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import astuple

from s3enc_gui.domain.encryption.status import EncryptionStatus


class Encryptions:
    """Numbers of encryption statuses."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._by_number: dict[int, EncryptionStatus] = {}
        self._numbers: dict[EncryptionStatus, int] = {}
        self.load()

    def load(self) -> None:
        """Read what is stored."""
        self._by_number.clear()
        self._numbers.clear()
        for number, value in self._database.execute("SELECT id, value FROM encryptions"):
            self._add(number, EncryptionStatus(*json.loads(value)))

    def status(self, number: int | None) -> EncryptionStatus | None:
        """Return a status by its number."""
        return None if number is None else self._by_number[number]

    def number(self, status: EncryptionStatus | None) -> int | None:
        """Return the number of a status; a new one is stored."""
        if status is None:
            return None
        if status not in self._numbers:
            value = json.dumps(astuple(status))
            row = self._database.execute("INSERT INTO encryptions (value) VALUES (?)", (value,))
            self._add(int(row.lastrowid or 0), status)
        return self._numbers[status]

    def numbers_of_client_side(self) -> list[int]:
        """Return the numbers of those that were also encrypted before the upload."""
        return [number for number, status in self._by_number.items() if status.client_side]

    def _add(self, number: int, status: EncryptionStatus) -> None:
        self._by_number[number] = status
        self._numbers[status] = number

"""Writing to the journal without waiting for it at every step."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.journal_changes import Change

_log = logging.getLogger(__name__)

GATHER = 0.05  # seconds that changes wait for others, where nobody waits for them
RETRY = 1.0  # seconds until a disk that was full is tried again


class Journal(Protocol):
    """Where changes are kept."""

    def write(self, changes: list[Change]) -> None:
        """Write all in one transaction; blocks. Raises AppError."""
        ...


class Ledger:
    """Collects changes and writes them in the order they came, as many at once as have come.

    So a write that takes long (fsync) makes the next one larger, and nobody waits who need not.
    While the journal cannot be written (the disk is full) nothing is lost: the changes are kept
    and tried again; `trouble` is told, and told None when it works again.
    """

    def __init__(self, journal: Journal, trouble: Callable[[AppError | None], None]) -> None:
        self._journal, self._trouble = journal, trouble
        self._waiting: list[Change] = []
        self._hurry = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    def note(self, *changes: Change) -> None:
        """Have changes written soon."""
        self._waiting += changes
        if self._writer is None:
            self._hurry.clear()
            self._writer = asyncio.create_task(self._write())

    def hurry(self) -> None:
        """Have what was noted written without waiting for more."""
        self._hurry.set()

    async def flush(self) -> None:
        """Wait until all that was noted is on the disk."""
        while self._writer is not None:
            self._hurry.set()
            await asyncio.shield(self._writer)

    async def _write(self) -> None:
        was_in_trouble = False
        while self._waiting:
            if not (self._hurry.is_set() or was_in_trouble):
                await self._gather()
            self._hurry.clear()
            changes = self._waiting[:]
            try:
                await asyncio.to_thread(self._journal.write, changes)
            except AppError as error:
                was_in_trouble = True
                self._trouble(error)
                await asyncio.sleep(RETRY)
                continue
            del self._waiting[: len(changes)]
            if was_in_trouble:
                was_in_trouble = False
                self._trouble(None)
        self._writer = None

    async def _gather(self) -> None:
        """Wait a little for more to write, unless somebody waits for it."""
        try:
            async with asyncio.timeout(GATHER):
                await self._hurry.wait()
        except TimeoutError:
            pass

"""Writing to the journal without waiting for it at every step."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from s3enc_gui.aio.cancellation import before_waiting
from s3enc_gui.domain.errors import AppError, unexpected
from s3enc_gui.domain.uploads.journal_changes import Change

_log = logging.getLogger(__name__)

GATHER = 0.05  # seconds that changes wait for others, where nobody waits for them
RETRY = 1.0  # seconds until a disk that was full is tried again


class Journal(Protocol):
    """Where changes are kept."""

    def write(self, changes: list[Change]) -> None:
        """Write all in one transaction; blocks. Raises AppError."""
        ...


class JournalWriter:
    """Collects changes and writes them in the order they came, as many at once as have come.

    So a write that takes long (fsync) makes the next one larger, and nobody waits who need not.
    While the journal cannot be written (the disk is full) nothing is lost: the changes are kept
    and tried again; `trouble` is told, and told None when it works again.
    """

    def __init__(self, journal: Journal, trouble: Callable[[AppError | None], None]) -> None:
        self._journal, self._trouble = journal, trouble
        self._waiting: list[Change] = []
        self._noted = self._done = 0
        self._flushes: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._hurry = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    def note(self, *changes: Change) -> None:
        """Have changes written soon."""
        self._waiting += changes
        self._noted += len(changes)
        if changes:
            self._begin()

    def hurry(self) -> None:
        """Have what was noted written without waiting for more."""
        self._hurry.set()

    async def flush(self) -> None:
        """Wait until all that was noted by now is on the disk."""
        if self._done == self._noted:
            return
        before_waiting()
        self._begin()
        self._hurry.set()
        written = asyncio.get_running_loop().create_future()
        self._flushes.append((self._noted, written))
        await written

    def _begin(self) -> None:
        if self._writer is None:
            self._hurry.clear()
            self._writer = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            await self._write()
        except Exception:  # noqa: BLE001 - a listener's; what is left waits for the next change
            _log.exception("Unexpected error")
        finally:
            self._writer = None

    async def _write(self) -> None:
        in_trouble = False
        while self._waiting:
            if not (self._hurry.is_set() or in_trouble):
                await self._gather()
            self._hurry.clear()
            changes = self._waiting[:]
            error = await self._tried(changes)
            if error is not None:
                in_trouble = True
                self._trouble(error)
                await asyncio.sleep(RETRY)
                continue
            del self._waiting[: len(changes)]
            self._done += len(changes)
            if in_trouble:
                in_trouble = False
                self._trouble(None)
            self._wake()

    async def _tried(self, changes: list[Change]) -> AppError | None:
        """Write, and return what kept it from being done."""
        try:
            await asyncio.to_thread(self._journal.write, changes)
        except AppError as error:
            return error
        except Exception as error:  # noqa: BLE001 - nothing may be lost for a mistake of ours
            _log.exception("Unexpected error")
            return unexpected(error)
        return None

    def _wake(self) -> None:
        """Let those go on whose changes are written; those of others are in a hurry still."""
        while self._flushes and self._flushes[0][0] <= self._done:
            _, written = self._flushes.popleft()
            if not written.done():
                written.set_result(None)
        if self._flushes:
            self._hurry.set()

    async def _gather(self) -> None:
        """Wait a little for more to write, unless somebody waits for it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER):
                await self._hurry.wait()

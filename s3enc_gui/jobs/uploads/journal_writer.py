"""Writes changes to the transfer journal in batches, in the background."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from s3enc_gui.aio.cancellation import check_deferred_cancellation
from s3enc_gui.domain.errors import AppError, unexpected
from s3enc_gui.domain.uploads.journal_changes import Change

_log = logging.getLogger(__name__)

COLLECT_TIME = 0.05  # seconds until changes are written without a flush
RETRY_DELAY = 1.0  # seconds until a failed write is repeated


class Journal(Protocol):
    """Stores changes."""

    def write(self, changes: list[Change]) -> None:
        """Write all changes in one transaction; blocks. Raises AppError."""
        ...


class JournalWriter:
    """Collects changes and writes them in order, all that are pending in one transaction.

    A slow write (fsync) makes the next batch larger. A failed write (the disk is full) is repeated
    until it succeeds; `on_status` gets each error, and None after the next success.
    """

    def __init__(self, journal: Journal, on_status: Callable[[AppError | None], None]) -> None:
        self._journal, self._on_status = journal, on_status
        self._pending: list[Change] = []
        self._recorded = self._written = 0  # changes
        self._flushes: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._write_now = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    def record(self, *changes: Change) -> None:
        """Add changes to the next batch."""
        self._pending += changes
        self._recorded += len(changes)
        if changes:
            self._start()

    def write_now(self) -> None:
        """Start writing without waiting for more changes."""
        self._write_now.set()

    async def flush(self) -> None:
        """Wait until all changes recorded so far are on the disk."""
        if self._written == self._recorded:
            return
        check_deferred_cancellation()
        self._start()
        self._write_now.set()
        written = asyncio.get_running_loop().create_future()
        self._flushes.append((self._recorded, written))
        await written

    def _start(self) -> None:
        if self._writer is None:
            self._write_now.clear()
            self._writer = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            await self._write_pending()
        except Exception:  # noqa: BLE001 - of `on_status`; the next change starts a new writer
            _log.exception("Unexpected error")
        finally:
            self._writer = None

    async def _write_pending(self) -> None:
        failed = False
        while self._pending:
            if not (self._write_now.is_set() or failed):
                await self._collect()
            self._write_now.clear()
            changes = self._pending[:]
            error = await self._write(changes)
            if error is not None:
                failed = True
                self._on_status(error)
                await asyncio.sleep(RETRY_DELAY)
                continue
            del self._pending[: len(changes)]
            self._written += len(changes)
            if failed:
                failed = False
                self._on_status(None)
            self._finish_flushes()

    async def _write(self, changes: list[Change]) -> AppError | None:
        """Write once; return the error if it failed."""
        try:
            await asyncio.to_thread(self._journal.write, changes)
        except AppError as error:
            return error
        except Exception as error:  # noqa: BLE001 - the changes must not be lost
            _log.exception("Unexpected error")
            return unexpected(error)
        return None

    def _finish_flushes(self) -> None:
        """Resume the flushes whose changes are written; for the others, write again at once."""
        while self._flushes and self._flushes[0][0] <= self._written:
            _, written = self._flushes.popleft()
            if not written.done():
                written.set_result(None)
        if self._flushes:
            self._write_now.set()

    async def _collect(self) -> None:
        """Wait for more changes, unless someone waits for these."""
        with suppress(TimeoutError):
            async with asyncio.timeout(COLLECT_TIME):
                await self._write_now.wait()

"""Writes starts and ends of objects to the file of a run, many in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.reencryption.run import Changed
from s3enc_gui.store.reencryption.file import RunFile


class RunWriter:
    """Groups what comes while the file is being written; on one loop."""

    def __init__(self, file: RunFile, now: Callable[[], datetime]) -> None:
        self._file, self._now = file, now
        self._started: list[tuple[int, bytes | None]] = []
        self._ended: list[tuple[int, Changed]] = []
        self._next: asyncio.Future[None] | None = None
        self._writing: asyncio.Task[None] | None = None

    async def started(self, number: int, source: bytes | None) -> None:
        """Record that a request may be sent; returns when it is on disk. Raises AppError."""
        self._started.append((number, source))
        await self._written()

    async def ended(self, number: int, end: Changed) -> None:
        """Record the end of an object; returns when it is on disk. Raises AppError."""
        self._ended.append((number, end))
        await self._written()

    async def _written(self) -> None:
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        mine = self._next
        if self._writing is None:
            self._writing = asyncio.ensure_future(self._write())
        await asyncio.shield(mine)

    async def _write(self) -> None:
        while self._next is not None:
            waiting, self._next = self._next, None
            started, self._started = self._started, []
            ended, self._ended = self._ended, []
            try:
                await in_thread(self._file.save, started, ended, self._now())
            except BaseException as error:  # noqa: BLE001 - raised where it is awaited
                waiting.set_exception(error)
            else:
                waiting.set_result(None)
        self._writing = None

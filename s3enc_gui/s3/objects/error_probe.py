"""Reads S3's error message for an object with a GET: an error response to HEAD has no body."""

from __future__ import annotations

import asyncio

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.s3.transport.interface import GetRequest, Transport
from s3enc_gui.s3.transport.response_check import NO_RANGES


class ErrorProbe:
    """Requests the first byte of objects of a bucket; on one loop.

    `transport` may be replaced.
    """

    def __init__(self, transport: Transport, bucket: str) -> None:
        self.transport, self._bucket = transport, bucket
        self._lock = asyncio.Lock()
        self._next: asyncio.Task[AppError | None] | None = None

    async def of(self, listed: ListedObject) -> AppError | None:
        """Return S3's error for a GET of the first byte, None where it succeeds."""
        stop, count = Cancellation(), 0

        def take(piece: bytes) -> None:
            nonlocal count
            count += len(piece)
            if count > 1:  # a server that ignores ranges sends all of it
                stop.set()

        # For empty objects some servers (SeaweedFS) check the range before the key.
        last = 0 if listed.size else None
        request = GetRequest(take, 0, last, listed.version_id, stop=stop)
        try:
            await self.transport.get_object(self._bucket, listed.key, request)
        except Cancelled:
            return None
        except AppError as error:
            # Empty object, or a server that ignores ranges.
            return None if error.code in ("InvalidRange", NO_RANGES) else error
        return None

    async def of_any(self, listed: ListedObject) -> AppError | None:
        """Return S3's current error for this object, or for another one denied at the same time.

        One GET runs at a time; callers that come meanwhile share the next one. So no caller gets an
        outdated result, and thousands of denials cost few requests.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._run_next(listed))
        return await asyncio.shield(self._next)  # other callers wait for it, too

    async def _run_next(self, listed: ListedObject) -> AppError | None:
        async with self._lock:
            self._next = None
            return await self.of(listed)

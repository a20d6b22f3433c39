"""What S3 says of an object to a GET: the refusal of a HEAD has no words."""

from __future__ import annotations

import asyncio

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.s3.transport.interface import GetRequest, Transport
from s3enc_gui.s3.transport.response_check import NO_RANGES


class ErrorProbe:
    """Asks for the first byte of objects of a bucket; on the loop of all requests."""

    def __init__(self, transport: Transport, bucket: str) -> None:
        self._transport, self._bucket = transport, bucket
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[AppError | None] | None = None

    async def of(self, listed: ListedObject) -> AppError | None:
        """Return what S3 says where the first byte is asked for, None where it gives it."""
        stop, count = Cancellation(), 0

        def take(piece: bytes) -> None:
            nonlocal count
            count += len(piece)
            if count > 1:  # a server that knows no ranges sends it all
                stop.set()

        # Of an empty one some servers (SeaweedFS) would look at the range before the key.
        last = 0 if listed.size else None
        wanted = GetRequest(take, 0, last, listed.version_id, stop=stop)
        try:
            await self._transport.get_object(self._bucket, listed.key, wanted)
        except Cancelled:
            return None
        except AppError as error:
            # It is empty; or a server that knows no ranges would send it all.
            return None if error.code in ("InvalidRange", NO_RANGES) else error
        return None

    async def of_any(self, listed: ListedObject) -> AppError | None:
        """Return what S3 says from now on of this object, or of another one refused meanwhile.

        One GET at a time is under way, and whoever comes meanwhile shares the next: so nobody goes
        by what was said before, and thousands of refusals cost few requests.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._in_turn(listed))
        return await asyncio.shield(self._next)  # others wait for it, too

    async def _in_turn(self, listed: ListedObject) -> AppError | None:
        async with self._turn:
            self._next = None
            return await self.of(listed)

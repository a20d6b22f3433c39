"""Connections that are kept for the next request."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from time import monotonic

from s3enc_gui.s3.transport.http.connection import Connection
from s3enc_gui.s3.transport.http.endpoint import Endpoint

LOOK = 5.0  # seconds between two looks for answers that do not come
IDLE = 15.0  # seconds; S3 ends what is idle for longer


class Pool:
    """The connections of one transport, of one loop. `context` makes what https needs, once."""

    def __init__(self, context: Callable[[], ssl.SSLContext]) -> None:
        self._make_context = context
        self._context: ssl.SSLContext | None = None
        self._endpoints: dict[tuple[str, str], Endpoint] = {}
        self._busy: set[Connection] = set()
        self._closed = False
        self._watch: asyncio.TimerHandle | None = None
        self._idle: dict[Endpoint, list[tuple[Connection, float]]] = {}

    def endpoint(self, scheme: str, netloc: str) -> Endpoint:
        """Return the one endpoint of an address."""
        found = self._endpoints.get((scheme, netloc))
        if found is None:
            if scheme == "https" and self._context is None:
                self._context = self._make_context()
            found = self._endpoints[(scheme, netloc)] = Endpoint(scheme, netloc, self._context)
            self._idle[found] = []
        return found

    async def take(self, endpoint: Endpoint) -> Connection:
        """Return a connection that nobody uses. Raises OSError, ssl.SSLError and TimeoutError."""
        if self._closed:
            raise ConnectionError("The program ends")
        idle = self._idle[endpoint]
        while idle:
            connection, since = idle.pop()
            if not connection.closed and monotonic() - since < IDLE:
                return self._taken(connection)
            connection.close()
        line = await endpoint.connect()
        return self._taken(Connection(line, asyncio.get_running_loop()))

    def _taken(self, connection: Connection) -> Connection:
        self._busy.add(connection)
        if self._watch is None:
            loop = asyncio.get_running_loop()
            self._watch = loop.call_later(LOOK, self._look, loop)
        return connection

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give up what has waited too long, as long as anything is busy."""
        for connection in tuple(self._busy):
            connection.look(loop.time())
        self._watch = loop.call_later(LOOK, self._look, loop) if self._busy else None

    def give_back(self, endpoint: Endpoint, connection: Connection) -> None:
        """Keep a connection whose answer has come, or forget one that is closed."""
        self._busy.discard(connection)
        if self._closed:
            connection.close()
        if not connection.closed:
            endpoint.remember(connection.line)
            self._idle[endpoint].append((connection, monotonic()))

    def close(self) -> None:
        """Close everything: who waits for an answer gets none, and no new line is opened."""
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        for connection in tuple(self._busy):
            connection.give_up()
        for idle in self._idle.values():
            while idle:
                idle.pop()[0].close()

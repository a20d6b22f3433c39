"""Connections that are kept for the next request."""

from __future__ import annotations

import asyncio
import ssl
from time import monotonic

from s3enc_gui.s3.http.connection import Connection
from s3enc_gui.s3.http.endpoint import Endpoint

IDLE = 15.0  # seconds; S3 ends what is idle for longer


class Pool:
    """The connections of one transport, of one loop. `context` is for https."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._endpoints: dict[tuple[str, str], Endpoint] = {}
        self._idle: dict[Endpoint, list[tuple[Connection, float]]] = {}

    def endpoint(self, scheme: str, netloc: str) -> Endpoint:
        """Return the one endpoint of an address."""
        found = self._endpoints.get((scheme, netloc))
        if found is None:
            found = self._endpoints[(scheme, netloc)] = Endpoint(scheme, netloc, self._context)
            self._idle[found] = []
        return found

    async def take(self, endpoint: Endpoint) -> Connection:
        """Return a connection that nobody uses. Raises OSError, ssl.SSLError and TimeoutError."""
        idle = self._idle[endpoint]
        while idle:
            connection, since = idle.pop()
            if not connection.closed and monotonic() - since < IDLE:
                return connection
            connection.close()
        line = await endpoint.connect()
        return Connection(line, asyncio.get_running_loop())

    def give_back(self, endpoint: Endpoint, connection: Connection) -> None:
        """Keep a connection whose answer has come."""
        if not connection.closed:
            endpoint.remember(connection.line)
            self._idle[endpoint].append((connection, monotonic()))

    def close(self) -> None:
        """Close what is idle."""
        for idle in self._idle.values():
            while idle:
                idle.pop()[0].close()

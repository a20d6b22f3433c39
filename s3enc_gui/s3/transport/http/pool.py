"""Pools connections for reuse."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from s3enc_gui.s3.transport.http.connection import Connection
from s3enc_gui.s3.transport.http.endpoint import Endpoint
from s3enc_gui.s3.transport.http.proxy import Proxy

CHECK_INTERVAL = 5.0  # seconds between checks for timeouts
IDLE = 15.0  # seconds; S3 closes connections that are idle for longer


class Pool:
    """The connections of one transport; on one loop.

    `context` creates the TLS context; `proxy_for` returns the proxy for a URL; `family` of the
    addresses to connect to.
    """

    def __init__(
        self,
        context: Callable[[], ssl.SSLContext],
        proxy_for: Callable[[str], Proxy | None] = lambda _: None,
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> None:
        self._new_context, self._proxy_for, self._family = context, proxy_for, family
        self._context: ssl.SSLContext | None = None
        self._endpoints: dict[tuple[str, str], Endpoint] = {}
        self._busy: set[Connection] = set()
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        self._idle: dict[Endpoint, list[tuple[Connection, float]]] = {}

    def endpoint(self, scheme: str, netloc: str) -> Endpoint:
        """Return the endpoint of a scheme and network location."""
        found = self._endpoints.get((scheme, netloc))
        if found is None:
            if scheme == "https" and self._context is None:
                self._context = self._new_context()
            proxy = self._proxy_for(f"{scheme}://{netloc}")
            found = Endpoint(scheme, netloc, self._context, proxy, self._family)
            self._endpoints[(scheme, netloc)] = found
            self._idle[found] = []
        return found

    async def take(self, endpoint: Endpoint) -> Connection:
        """Return an idle or new connection. Raises OSError, ssl.SSLError and TimeoutError."""
        return self.idle(endpoint) or await self.connect(endpoint)

    def idle(self, endpoint: Endpoint) -> Connection | None:
        """Return an idle connection; None if a new one is needed. Raises OSError."""
        if self._closed:
            raise ConnectionError("The connection pool is closed")
        idle = self._idle[endpoint]
        while idle:
            connection, since = idle.pop()
            is_fresh = not connection.closed and monotonic() - since < IDLE
            if is_fresh and connection.is_clean():
                return self._in_use(connection)
            connection.close()
        return None

    async def connect(self, endpoint: Endpoint) -> Connection:
        """Return a new connection. Raises OSError, ssl.SSLError and TimeoutError."""
        sock = await endpoint.connect()
        return self._in_use(Connection(sock, asyncio.get_running_loop()))

    def _in_use(self, connection: Connection) -> Connection:
        self._busy.add(connection)
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(CHECK_INTERVAL, self._check_timeouts, loop)
        return connection

    def _check_timeouts(self, loop: asyncio.AbstractEventLoop) -> None:
        """Abort requests that timed out; runs while connections are in use."""
        for connection in tuple(self._busy):
            connection.check_timeout(loop.time())
        self._timer = (
            loop.call_later(CHECK_INTERVAL, self._check_timeouts, loop) if self._busy else None
        )

    def give_back(self, endpoint: Endpoint, connection: Connection) -> None:
        """Return a connection after its response, or discard it if it is closed."""
        self._busy.discard(connection)
        if self._closed:
            connection.close()
        if not connection.closed:
            endpoint.remember(connection.sock)
            self._idle[endpoint].append((connection, monotonic()))

    def reconnect(self) -> None:
        """Close idle connections, and fail the requests in progress as if theirs were lost."""
        for connection in tuple(self._busy):
            connection.abort()
            if not connection.closed:  # it is used on a thread
                # Not `sock.shutdown`: SSLSocket's lets the thread go on without TLS.
                with suppress(OSError):
                    socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
        for endpoint, idle in self._idle.items():
            endpoint.forget_addresses()
            while idle:
                idle.pop()[0].close()

    def close(self) -> None:
        """Close all connections and abort requests in progress; no new ones are opened."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for connection in tuple(self._busy):
            connection.abort()
        for idle in self._idle.values():
            while idle:
                idle.pop()[0].close()

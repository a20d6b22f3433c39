"""Where connections lead, and how they are made."""

from __future__ import annotations

import asyncio
import socket
import ssl
from time import monotonic
from urllib.parse import urlsplit

CONNECT = 10.0  # seconds
ADDRESSES = 60.0  # seconds that the addresses of a name are believed

Address = tuple[socket.AddressFamily, object]


class Endpoint:
    """One host and port. `context` is None where the line is plain."""

    def __init__(self, scheme: str, netloc: str, context: ssl.SSLContext | None) -> None:
        parts = urlsplit(f"{scheme}://{netloc}")
        self.url = f"{scheme}://{netloc}"
        self.host = parts.hostname or ""
        self.port = parts.port or (443 if scheme == "https" else 80)
        self._context = context if scheme == "https" else None
        self._session: ssl.SSLSession | None = None  # shortens the handshakes after the first
        self._addresses: list[Address] = []
        self._found = -ADDRESSES

    async def connect(self) -> socket.socket:
        """Return a new connection, not blocking. Raises OSError, ssl.SSLError included."""
        failure: OSError = ConnectionError("The name has no address")
        for one in await self._resolved():
            try:
                async with asyncio.timeout(CONNECT):
                    line = await self._opened(*one)
            except OSError as error:  # a timeout, too
                failure = error
            else:
                if one is not self._addresses[0]:  # next time it comes first
                    self._addresses = [one, *(other for other in self._addresses if other != one)]
                return line
        raise failure

    async def _opened(self, family: socket.AddressFamily, address: object) -> socket.socket:
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            return await self._connected(line, address)
        except BaseException:
            line.close()
            raise

    async def _connected(self, line: socket.socket, address: object) -> socket.socket:
        line.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(line, address)  # type: ignore[arg-type]
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if self._context is None:
            return line
        secure = self._context.wrap_socket(
            line,
            server_hostname=self.host,
            do_handshake_on_connect=False,
            session=self._session,
        )
        try:
            await _handshake(loop, secure)
        except BaseException:
            secure.close()
            raise
        return secure

    def remember(self, line: socket.socket) -> None:
        """Take the session of a connection that has answered (TLS 1.3 sends it after that)."""
        if self._session is None and isinstance(line, ssl.SSLSocket):
            self._session = line.session

    async def _resolved(self) -> list[Address]:
        if monotonic() - self._found > ADDRESSES:
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
            self._addresses = [(socket.AddressFamily(one[0]), one[4]) for one in found]
            self._found = monotonic()
        return self._addresses


async def _handshake(loop: asyncio.AbstractEventLoop, line: ssl.SSLSocket) -> None:
    while True:
        try:
            line.do_handshake()
        except ssl.SSLWantReadError:
            await _ready(loop.add_reader, loop.remove_reader, line)
        except ssl.SSLWantWriteError:
            await _ready(loop.add_writer, loop.remove_writer, line)
        else:
            return


async def _ready(add: object, remove: object, line: ssl.SSLSocket) -> None:
    """Wait until the line can be read or written."""
    ready = asyncio.get_running_loop().create_future()

    def wake() -> None:
        if not ready.done():
            ready.set_result(None)

    add(line.fileno(), wake)  # type: ignore[operator]
    try:
        await ready
    finally:
        remove(line.fileno())  # type: ignore[operator]

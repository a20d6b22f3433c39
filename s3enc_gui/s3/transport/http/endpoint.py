"""Opens connections to one host and port, through a proxy or not."""

from __future__ import annotations

import asyncio
import socket
import ssl
from time import monotonic
from urllib.parse import urlsplit

from s3enc_gui.s3.transport.http.handshake import wrap
from s3enc_gui.s3.transport.http.proxy import Proxy
from s3enc_gui.s3.transport.http.tunnel import ProxyFailed, open_tunnel

CONNECT_TIMEOUT = 10.0  # seconds to resolve the name, and to connect to each address
DNS_LIFETIME = 60.0  # seconds that resolved addresses are cached

Address = tuple[socket.AddressFamily, object]


class Endpoint:
    """One host and port. `context` is None without TLS; `proxy` is an http:// proxy.

    `family` of the addresses to connect to, also of the proxy.
    """

    def __init__(
        self,
        scheme: str,
        netloc: str,
        context: ssl.SSLContext | None,
        proxy: Proxy | None = None,
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> None:
        parts = urlsplit(f"{scheme}://{netloc}")
        self.url = f"{scheme}://{netloc}"
        self.host = parts.hostname or ""
        self.port = parts.port or (443 if scheme == "https" else 80)
        self.proxy = proxy
        self._family = family
        self._context = context if scheme == "https" else None
        self._session: ssl.SSLSession | None = None  # for TLS session resumption
        self._addresses: list[Address] = []
        self._resolved_at = -DNS_LIFETIME
        self._lookup: asyncio.Task[None] | None = None

    async def connect(self) -> socket.socket:
        """Return a connected non-blocking socket.

        Raises OSError, including ssl.SSLError, and ProxyFailed.
        """
        try:
            return await self._connect()
        except (ProxyFailed, ssl.SSLError):
            raise
        except OSError as error:
            if self.proxy is None:
                raise
            reason = str(error) or "The proxy timed out"
            raise ProxyFailed(self.proxy, reason) from error

    def request(self, head: bytes) -> bytes:
        """Return the head of a request as it is sent: through a proxy, http:// differs."""
        if self.proxy is None or self._context is not None:
            return head
        return self.proxy.forwarded(head, self.url)

    async def _connect(self) -> socket.socket:
        failure: OSError = ConnectionError("The host name has no address")
        async with asyncio.timeout(CONNECT_TIMEOUT):
            addresses = await self._resolved()
        for one in addresses:
            try:
                async with asyncio.timeout(CONNECT_TIMEOUT):
                    sock = await self._opened(*one)
            except OSError as error:  # includes timeouts
                failure = error
            else:
                if one is not self._addresses[0]:  # tried first next time
                    self._addresses = [one, *(other for other in self._addresses if other != one)]
                return sock
        raise failure

    async def _opened(self, family: socket.AddressFamily, address: object) -> socket.socket:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            return await self._connected(sock, address)
        except BaseException:
            sock.close()
            raise

    async def _connected(self, sock: socket.socket, address: object) -> socket.socket:
        sock.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(sock, address)  # type: ignore[arg-type]
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if self._context is None:
            return sock
        if self.proxy is not None:
            await open_tunnel(sock, self.proxy, self.host, self.port)
        return await wrap(sock, self._context, self.host, self._session)

    def remember(self, sock: socket.socket) -> None:
        """Keep the TLS session of a used connection (TLS 1.3 sends it after the handshake)."""
        if self._session is None and isinstance(sock, ssl.SSLSocket):
            self._session = sock.session

    def forget_addresses(self) -> None:
        """Resolve the name again for the next connection."""
        self._resolved_at = monotonic() - DNS_LIFETIME - 1

    async def _resolved(self) -> list[Address]:
        if monotonic() - self._resolved_at > DNS_LIFETIME:
            # A lookup can't be cancelled: all connections share one, also after a timeout.
            if self._lookup is None or self._lookup.done():
                self._lookup = asyncio.ensure_future(self._look_up())
                self._lookup.add_done_callback(_retrieve)
            await asyncio.shield(self._lookup)
        return self._addresses

    async def _look_up(self) -> None:
        loop = asyncio.get_running_loop()
        peer = self.proxy or self
        found = await loop.getaddrinfo(
            peer.host, peer.port, family=self._family, type=socket.SOCK_STREAM
        )
        self._addresses = [(socket.AddressFamily(one[0]), one[4]) for one in found]
        self._resolved_at = monotonic()


def _retrieve(lookup: asyncio.Task[None]) -> None:
    """Mark the exception as retrieved: nobody may wait for it any more."""
    if not lookup.cancelled():
        lookup.exception()

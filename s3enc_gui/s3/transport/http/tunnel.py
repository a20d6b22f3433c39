"""Opens a tunnel through an HTTP proxy (CONNECT)."""

from __future__ import annotations

import asyncio
import socket

from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.head import end_of_head, read_head
from s3enc_gui.s3.transport.http.proxy import Proxy

_LONGEST = 64 * 1024  # bytes of the proxy's response


class ProxyFailed(OSError):
    """The proxy can't be reached, or doesn't open a tunnel.

    `status` is that of its response; 0 without one.
    """

    def __init__(self, proxy: Proxy, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.proxy, self.status = proxy, status


async def open_tunnel(sock: socket.socket, proxy: Proxy, host: str, port: int) -> None:
    """Make a connection to a proxy one to a server. Raises ProxyFailed and other OSError.

    `sock` is non-blocking.
    """
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(sock, proxy.connect_request(host, port))
    buffer = b""
    while True:
        data = await loop.sock_recv(sock, 4096)
        if not data:
            raise ProxyFailed(proxy, "The proxy closed the connection")
        buffer += data
        end, after = end_of_head(buffer, 0)
        if end >= 0:
            break
        if len(buffer) > _LONGEST:
            raise ProxyFailed(proxy, "The proxy's response is too long")
    _check(proxy, buffer[:end], has_more=after < len(buffer))


def _check(proxy: Proxy, head: bytes, *, has_more: bool) -> None:
    try:
        status = read_head(head).status
    except BadResponse as error:
        raise ProxyFailed(proxy, str(error)) from error
    if not 200 <= status < 300:
        line = head.partition(b"\r\n")[0].decode("latin-1")
        raise ProxyFailed(proxy, f"Tunnel connection failed: {line.partition(' ')[2]}", status)
    if has_more:  # TLS clients speak first
        raise ProxyFailed(proxy, "The proxy sent data before the server")

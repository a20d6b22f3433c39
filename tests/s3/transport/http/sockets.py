"""Both ends of a connection, on a loop."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager

from s3enc_gui.s3.transport.http.connection import Connection

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SECONDS = 10  # timeout of a test


def on_loop(work):
    """Run a coroutine on a new loop, with a timeout."""

    async def bounded():
        async with asyncio.timeout(SECONDS):
            return await work

    return asyncio.run(bounded())


@asynccontextmanager
async def connected():
    """A connection and the server's socket, not blocking."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    connection = Connection(ours, asyncio.get_running_loop())
    try:
        yield connection, theirs
    finally:
        connection.close()
        theirs.close()


async def received(sock, count):
    """Receive `count` bytes on the server's socket."""
    loop, data = asyncio.get_running_loop(), b""
    while len(data) < count:
        piece = await loop.sock_recv(sock, count - len(data))
        if not piece:
            break
        data += piece
    return data


async def until(condition):
    """Run the loop until a condition is true."""
    while not condition():
        await asyncio.sleep(0)

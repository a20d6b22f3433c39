"""Both ends of a line, plain or TLS, on a loop."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager

from s3enc_gui.s3.transport.http.connection import Connection

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SECONDS = 10  # until a test that waits has failed


def on_loop(work):
    """Run a coroutine on a loop of its own, not for ever."""

    async def bounded():
        async with asyncio.timeout(SECONDS):
            return await work

    return asyncio.run(bounded())


@asynccontextmanager
async def connected():
    """A connection and the other end's socket, not blocking."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    connection = Connection(ours, asyncio.get_running_loop())
    try:
        yield connection, theirs
    finally:
        connection.close()
        theirs.close()


async def heard(line, count):
    """Read so many bytes at the other end."""
    loop, data = asyncio.get_running_loop(), b""
    while len(data) < count:
        piece = await loop.sock_recv(line, count - len(data))
        if not piece:
            break
        data += piece
    return data


async def until(condition):
    """Let the loop turn until something is so."""
    while not condition():
        await asyncio.sleep(0)

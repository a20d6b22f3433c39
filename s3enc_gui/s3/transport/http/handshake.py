"""TLS handshakes on the loop."""

from __future__ import annotations

import asyncio
import socket
import ssl

from s3enc_gui.aio.cancellation import in_thread

THREAD_TIMEOUT = 10.0  # seconds without data during a handshake on a thread


async def wrap(
    sock: socket.socket, context: ssl.SSLContext, host: str, session: ssl.SSLSession | None
) -> ssl.SSLSocket:
    """Return the socket with TLS; `sock` is connected and non-blocking. Raises OSError.

    `session` is one to resume. Contexts of other classes than Python's, as of truststore, check the
    certificate when they wrap the socket; they do so on a thread.
    """
    if type(context) is not ssl.SSLContext:
        return await in_thread(_wrapped_at_once, sock, context, host)
    secure = context.wrap_socket(
        sock, server_hostname=host, do_handshake_on_connect=False, session=session
    )
    try:
        await _handshake(asyncio.get_running_loop(), secure)
    except BaseException:
        secure.close()
        raise
    return secure


def _wrapped_at_once(sock: socket.socket, context: ssl.SSLContext, host: str) -> ssl.SSLSocket:
    sock.settimeout(THREAD_TIMEOUT)
    secure = context.wrap_socket(sock, server_hostname=host)
    secure.setblocking(False)
    return secure


async def _handshake(loop: asyncio.AbstractEventLoop, sock: ssl.SSLSocket) -> None:
    while True:
        try:
            sock.do_handshake()
        except ssl.SSLWantReadError:
            await _ready(loop.add_reader, loop.remove_reader, sock)
        except ssl.SSLWantWriteError:
            await _ready(loop.add_writer, loop.remove_writer, sock)
        else:
            return


async def _ready(add: object, remove: object, sock: ssl.SSLSocket) -> None:
    """Wait until the socket is readable or writable."""
    ready = asyncio.get_running_loop().create_future()

    def wake() -> None:
        if not ready.done():
            ready.set_result(None)

    add(sock.fileno(), wake)  # type: ignore[operator]
    try:
        await ready
    finally:
        remove(sock.fileno())  # type: ignore[operator]

"""Exchanges a request for its response: on the loop, or on a thread for a large body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256

from s3enc_gui.aio.cancellation import await_reply, in_thread
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.s3.transport.http.connection import Connection
from s3enc_gui.s3.transport.http.response import HttpResponse
from s3enc_gui.s3.transport.interface import Body
from s3enc_gui.s3.transport.signing import UNSIGNED

Exchange = Callable[[Connection, bytes], Awaitable[HttpResponse]]

LARGE = MIB  # bytes; larger bodies are sent on a thread


def without_body(check: Callable[[HttpResponse], None]) -> Exchange:
    """Return the exchange of a request without a body for a response without one.

    `check` raises for a response that isn't from S3.
    """

    async def exchange(connection: Connection, head: bytes) -> HttpResponse:
        response = await await_reply(connection.send(head, bodyless=True))
        check(response)
        return response

    return exchange


def with_body(body: Body, check: Callable[[HttpResponse], None]) -> Exchange:
    """Return the exchange of a request with a body: on the loop, or on a thread if it is large.

    If `check` raises, no bytes are counted as sent.
    """

    async def small(connection: Connection, head: bytes) -> HttpResponse:
        body.stop.check()
        response = await await_reply(connection.send(head + bytes(body.data), bodyless=False))
        check(response)
        if response.status < 300:
            body.on_sent(len(body.data))
        return response

    async def large(connection: Connection, head: bytes) -> HttpResponse:
        body.stop.check()
        sent = 0

        def on_sent(count: int) -> None:
            nonlocal sent
            sent += count
            body.on_sent(count)

        data, stored = memoryview(body.data), False
        try:
            response = await on_thread(
                connection, connection.send_large, head, data, body.stop, on_sent
            )
            check(response)
            stored = response.status < 300
        finally:
            if sent and not stored:
                body.on_sent(-sent)
        return response

    return large if len(body.data) >= LARGE else small


async def on_thread(
    connection: Connection, work: Callable[..., HttpResponse], *arguments: object
) -> HttpResponse:
    """Use a connection on a thread."""
    connection.detach()
    response = await in_thread(work, *arguments)
    if response.keep:
        connection.attach()
    else:
        connection.close()
    return response


async def payload_hash(scheme: str, body: Body) -> str:
    """Return the body's SHA-256, or UNSIGNED over TLS: TLS and the checksum protect the body."""
    if scheme == "https":
        return UNSIGNED
    if len(body.data) < LARGE:
        return sha256(body.data).hexdigest()
    digest = await in_thread(sha256, body.data)
    return digest.hexdigest()


class Unanswered(Exception):
    """There was no complete response; `cause` is what botocore would raise."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause

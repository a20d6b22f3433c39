"""How one request goes over a connection: from the loop, or by a thread for a large body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from s3enc_gui.aio.cancellation import aside, to_the_end
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.s3.transport.http.connection import Connection
from s3enc_gui.s3.transport.http.response import HttpResponse
from s3enc_gui.s3.transport.interface import Body

Exchange = Callable[[Connection, bytes], Awaitable[HttpResponse]]

LARGE = MIB  # bytes from which a body blocks a thread


def asking(check: Callable[[HttpResponse], None]) -> Exchange:
    """Return how a request without a body is exchanged for an answer without one."""

    async def look(connection: Connection, head: bytes) -> HttpResponse:
        answer = await to_the_end(connection.ask(head, bodyless=True))
        check(answer)
        return answer

    return look


def sending(body: Body, check: Callable[[HttpResponse], None]) -> Exchange:
    """Return how a body is sent: a small one from the loop, a large one by a thread.

    What `check` refuses is not counted as sent.
    """

    async def small(connection: Connection, head: bytes) -> HttpResponse:
        body.stop.check()
        answer = await to_the_end(connection.ask(head + bytes(body.data), bodyless=False))
        check(answer)
        if answer.status < 300:
            body.on_sent(len(body.data))
        return answer

    async def large(connection: Connection, head: bytes) -> HttpResponse:
        body.stop.check()
        told = 0

        def tell(count: int) -> None:
            nonlocal told
            told += count
            body.on_sent(count)

        data, stored = memoryview(body.data), False
        try:
            answer = await lent(connection, connection.send_large, head, data, body.stop, tell)
            check(answer)
            stored = answer.status < 300
        finally:
            if told and not stored:
                body.on_sent(-told)
        return answer

    return large if len(body.data) >= LARGE else small


async def lent(
    connection: Connection, work: Callable[..., HttpResponse], *arguments: object
) -> HttpResponse:
    """Let a thread work with a connection, and take it back."""
    connection.lend()
    answer = await aside(work, *arguments)
    if answer.keep:
        connection.take_back()
    else:
        connection.close()
    return answer

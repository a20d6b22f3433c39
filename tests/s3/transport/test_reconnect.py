"""After a sleep, requests on the connections from before are repeated on new ones."""

from __future__ import annotations

import asyncio
import ssl
from threading import Event

import pytest
import trustme

from tests.s3.transport.http.server import serving
from tests.s3.transport.test_fast_transport import (
    BIG,
    SMALL,
    Sent,
    ask,
    no_pauses,
    opened,
    quick_probes,
)

__all__ = ["ask", "no_pauses", "quick_probes"]
VAST = BIG * 16  # more than the sockets' buffers hold


@pytest.fixture(params=["http", "https"])
def scheme(request):
    return request.param


@pytest.fixture(scope="module")
def contexts():
    """The server's context, and what makes the client's."""
    authority = trustme.CA()
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(theirs)

    def trusting():
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    return theirs, trusting


@pytest.mark.parametrize("data", [SMALL, BIG, VAST], ids=["small", "answer awaited", "being sent"])
def test_a_request_under_way_is_repeated(ask, contexts, scheme, data):
    theirs, trusting = contexts
    silence = Event()

    def never_answered(sock):
        """Read nothing, like a server that has forgotten the connection."""
        silence.set()
        released.wait(20)
        return False

    async def put_and_sleep(transport):
        sent = Sent(data)
        put = asyncio.ensure_future(sent.put(transport))
        assert await asyncio.to_thread(silence.wait, 10)
        transport.reconnect()
        response = await put
        return response.etag, sum(sent.changes)

    released = Event()
    with serving(theirs if scheme == "https" else None) as server:
        server.steps.append(never_answered)
        try:
            assert ask(server, put_and_sleep, scheme, trusting) == ("e", len(data))
        finally:
            released.set()
    assert (len(server.heads), server.bodies) == (2, [data])


def test_an_idle_connection_is_not_used_again(ask, contexts, scheme):
    theirs, trusting = contexts

    async def put_twice(transport):
        await Sent(SMALL).put(transport)
        transport.reconnect()
        await Sent(SMALL).put(transport)

    with serving(theirs if scheme == "https" else None) as server:
        ask(server, put_twice, scheme, trusting)
    assert server.connections == 2


def test_idle_connections_of_botocore_are_not_used_again():
    with serving() as server:
        aws_session = opened(f"http://localhost:{server.port}")
        client = aws_session.s3()
        client.head_bucket(Bucket="b")
        client.head_bucket(Bucket="b")
        assert server.connections == 1
        aws_session.reconnect()
        client.head_bucket(Bucket="b")
        assert server.connections == 2
        aws_session.close()

from __future__ import annotations

import asyncio
import gc
import select
import ssl
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import pytest

from s3enc_gui.aio.cancellation import Cancellation, await_reply
from s3enc_gui.s3.transport.exchange import on_thread
from s3enc_gui.s3.transport.http import connection as connection_module
from s3enc_gui.s3.transport.http import pool as module
from s3enc_gui.s3.transport.http.pool import Pool
from tests.s3.transport.http.server import OK, serving
from tests.s3.transport.http.sockets import SECONDS, on_loop, until

GET = b"GET / HTTP/1.1\r\n\r\n"


@asynccontextmanager
async def pooled(server):
    pool = Pool(ssl.create_default_context)
    try:
        yield pool, pool.endpoint("http", f"127.0.0.1:{server.port}")
    finally:
        pool.close()


async def asked(pool, endpoint):
    connection = await pool.take(endpoint)
    response = await await_reply(connection.send(GET, bodyless=False))
    pool.give_back(endpoint, connection)
    return response.status


def test_a_line_is_used_again():
    async def work():
        async with pooled(server) as (pool, endpoint):
            return [await asked(pool, endpoint) for _ in range(5)]

    with serving() as server:
        assert on_loop(work()) == [200] * 5
    assert server.connections == 1


def test_connections_are_not_shared():
    async def work():
        async with pooled(server) as (pool, endpoint):
            taken = [await pool.take(endpoint) for _ in range(3)]
            assert len(set(taken)) == 3
            for one in taken:
                pool.give_back(endpoint, one)

    with serving() as server:
        on_loop(work())


def test_a_connection_closed_by_the_server_is_not_reused():
    async def work():
        async with pooled(server) as (pool, endpoint):
            connection = await pool.take(endpoint)
            await await_reply(connection.send(GET, bodyless=False))
            pool.give_back(endpoint, connection)
            server.close_connections()
            await until(lambda: connection.closed)
            assert await asked(pool, endpoint) == 200

    with serving() as server:
        on_loop(work())
    assert server.connections == 2


def test_data_after_a_response_is_not_the_next_response():
    """It may arrive after the response, and before the loop notices it."""

    def twice(sock):
        sock.sendall(OK)
        first_is_read.wait(SECONDS)
        sock.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        return True

    async def work():
        async with pooled(server) as (pool, endpoint):
            connection = await pool.take(endpoint)
            await await_reply(connection.send(GET, bodyless=False))
            first_is_read.set()
            assert select.select([connection.sock], [], [], SECONDS)[0]  # without the loop
            pool.give_back(endpoint, connection)
            assert await asked(pool, endpoint) == 200

    first_is_read = Event()
    with serving() as server:
        server.steps.append(twice)
        on_loop(work())
    assert server.connections == 2


def test_data_after_a_response_in_the_same_tls_record(server_context, trusting):
    body = bytes(20_000)  # more than a record

    def more(sock):
        head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
        sock.sendall(head + body + OK.replace(b"200", b"404"))
        return True

    async def work():
        pool = Pool(lambda: trusting)
        endpoint = pool.endpoint("https", f"127.0.0.1:{server.port}")
        try:
            connection = await pool.take(endpoint)
            pieces: list[bytes] = []
            begin: Any = lambda *_: pieces.append  # noqa: E731
            response = await on_thread(connection, connection.fetch, GET, begin, Cancellation())
            assert (response.status, b"".join(pieces)) == (200, body)
            pool.give_back(endpoint, connection)
            assert await asked(pool, endpoint) == 200
        finally:
            pool.close()

    with serving(server_context("127.0.0.1")) as server:
        server.steps.append(more)
        on_loop(work())
    assert server.connections == 2


def test_a_tls_connection_is_used_again(server_context, trusting):
    """Session tickets arrive after the handshake; they aren't data."""

    async def work():
        pool = Pool(lambda: trusting)
        endpoint = pool.endpoint("https", f"127.0.0.1:{server.port}")
        try:
            return [await asked(pool, endpoint) for _ in range(5)]
        finally:
            pool.close()

    with serving(server_context("127.0.0.1")) as server:
        assert on_loop(work()) == [200] * 5
    assert server.connections == 1


def test_a_connection_idle_for_long_is_not_reused(monkeypatch):
    async def work():
        async with pooled(server) as (pool, endpoint):
            await asked(pool, endpoint)
            monkeypatch.setattr(module, "IDLE", 0)
            await asked(pool, endpoint)

    with serving() as server:
        on_loop(work())
    assert server.connections == 2


def test_a_closed_connection_is_discarded():
    async def work():
        async with pooled(server) as (pool, endpoint):
            connection = await pool.take(endpoint)
            connection.close()
            pool.give_back(endpoint, connection)
            assert await pool.take(endpoint) is not connection
            for busy in tuple(pool._busy):
                busy.close()

    with serving() as server:
        on_loop(work())


def test_an_endpoint_is_made_once_and_its_context_when_needed():
    made = []

    def make():
        made.append(1)
        return ssl.create_default_context()

    pool = Pool(make)
    assert pool.endpoint("http", "a") is pool.endpoint("http", "a")
    assert not made
    assert pool.endpoint("https", "a") is not pool.endpoint("https", "b")
    assert made == [1]


def hangs(pause):
    """Wait for a response that never arrives; `pause`: after the pool was idle."""

    async def work():
        async with pooled(server) as (pool, endpoint):
            await asked(pool, endpoint)
            if pause:
                await until(lambda: pool._timer is None)
            server.steps.append(lambda sock: sock.recv(1) != b"")
            connection = await pool.take(endpoint)
            reply = connection.send(GET, bodyless=False)
            await asyncio.wait([reply], timeout=0.5)
            try:
                assert reply.done()
                assert isinstance(reply.exception(), TimeoutError)
            finally:
                connection.close()

    with serving() as server:
        on_loop(work())


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "CHECK_INTERVAL", 0.02)
    monkeypatch.setattr(connection_module, "TIMEOUT", 0.05)


@pytest.mark.usefixtures("impatient")
def test_a_request_without_a_response_times_out():
    hangs(pause=False)


@pytest.mark.usefixtures("impatient")
def test_a_request_without_a_response_times_out_after_a_pause():
    hangs(pause=True)


def test_a_connection_returned_to_a_closed_pool_is_closed():
    async def work():
        async with pooled(server) as (pool, endpoint):
            connection = await pool.take(endpoint)
            pool.close()
            pool.give_back(endpoint, connection)
            try:
                assert connection.closed
            finally:
                connection.close()

    with serving() as server:
        on_loop(work())
    gc.collect()

from __future__ import annotations

import asyncio
import gc
import ssl
from contextlib import asynccontextmanager

import pytest

from s3enc_gui.aio.cancellation import await_reply
from s3enc_gui.s3.transport.http import connection as connection_module
from s3enc_gui.s3.transport.http import pool as module
from s3enc_gui.s3.transport.http.pool import Pool
from tests.s3.transport.http.lines import on_loop, until
from tests.s3.transport.http.server import serving

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
    answer = await await_reply(connection.send(GET, bodyless=False))
    pool.give_back(endpoint, connection)
    return answer.status


def test_a_line_is_used_again():
    async def work():
        async with pooled(server) as (pool, endpoint):
            return [await asked(pool, endpoint) for _ in range(5)]

    with serving() as server:
        assert on_loop(work()) == [200] * 5
    assert server.connections == 1


def test_nobody_shares_a_line():
    async def work():
        async with pooled(server) as (pool, endpoint):
            taken = [await pool.take(endpoint) for _ in range(3)]
            assert len(set(taken)) == 3
            for one in taken:
                pool.give_back(endpoint, one)

    with serving() as server:
        on_loop(work())


def test_what_the_server_closed_meanwhile_is_not_used():
    async def work():
        async with pooled(server) as (pool, endpoint):
            connection = await pool.take(endpoint)
            await await_reply(connection.send(GET, bodyless=False))
            pool.give_back(endpoint, connection)
            server.hang_up()
            await until(lambda: connection.closed)
            assert await asked(pool, endpoint) == 200

    with serving() as server:
        on_loop(work())
    assert server.connections == 2


def test_what_was_idle_for_long_is_not_used(monkeypatch):
    async def work():
        async with pooled(server) as (pool, endpoint):
            await asked(pool, endpoint)
            monkeypatch.setattr(module, "IDLE", 0)
            await asked(pool, endpoint)

    with serving() as server:
        on_loop(work())
    assert server.connections == 2


def test_a_closed_line_is_forgotten():
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
    """Wait for an answer that never comes; `pause`: after the pool had nothing to do."""

    async def work():
        async with pooled(server) as (pool, endpoint):
            await asked(pool, endpoint)
            if pause:
                await until(lambda: pool._timer is None)
            server.steps.append(lambda line: line.recv(1) != b"")
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
def test_what_never_answers_is_given_up():
    hangs(pause=False)


@pytest.mark.usefixtures("impatient")
def test_what_never_answers_is_given_up_after_a_pause_too():
    hangs(pause=True)


def test_what_comes_back_after_the_end_is_closed():
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

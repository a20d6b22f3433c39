from __future__ import annotations

import asyncio
import gc
import socket
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.aio.cancellation import Cancellation, await_reply, in_thread
from s3enc_gui.s3.transport.http import endpoint as module
from s3enc_gui.s3.transport.http.connection import Connection
from s3enc_gui.s3.transport.http.endpoint import Endpoint
from tests.s3.transport.http.server import serving
from tests.s3.transport.http.sockets import on_loop, until

GET = b"GET / HTTP/1.1\r\n\r\n"
BODY = bytes(range(256)) * 4096 * 3


async def asked(endpoint, request=GET):
    """Connect, send a request, and return status and body."""
    sock = await endpoint.connect()
    connection = Connection(sock, asyncio.get_running_loop())
    try:
        return await await_reply(connection.send(request, bodyless=False))
    finally:
        endpoint.remember(sock)
        connection.close()


@pytest.mark.parametrize(
    ("scheme", "netloc", "host", "port"),
    [
        ("https", "a.example.org", "a.example.org", 443),
        ("http", "a.example.org", "a.example.org", 80),
        ("http", "127.0.0.1:9000", "127.0.0.1", 9000),
        ("http", "[::1]:9000", "::1", 9000),
    ],
)
def test_addresses_of_requests(scheme, netloc, host, port):
    endpoint = Endpoint(scheme, netloc, None)
    assert (endpoint.host, endpoint.port, endpoint.url) == (host, port, f"{scheme}://{netloc}")


@pytest.mark.parametrize(
    ("family", "netloc"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "[::1]")]
)
def test_a_connection_without_tls(family, netloc):
    with serving(family=family) as server:
        response = on_loop(asked(Endpoint("http", f"{netloc}:{server.port}", None)))
    assert response.status == 200


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_tls_connection(name, server_context, trusting):
    with serving(server_context("localhost", "127.0.0.1")) as server:
        response = on_loop(asked(Endpoint("https", f"{name}:{server.port}", trusting)))
    assert response.status == 200


def test_the_second_connection_resumes_the_tls_session(server_context, trusting):
    async def reused(endpoint):
        await asked(endpoint)
        sock = await endpoint.connect()
        with closing(sock):
            return sock.session_reused

    with serving(server_context("localhost")) as server:
        endpoint = Endpoint("https", f"localhost:{server.port}", trusting)
        assert on_loop(reused(endpoint))


def test_a_large_body_over_tls(server_context, trusting):
    async def work(endpoint):
        connection = Connection(await endpoint.connect(), asyncio.get_running_loop())
        try:
            connection.detach()
            head = b"PUT / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(BODY)
            return await in_thread(
                connection.send_large, head, memoryview(BODY), Cancellation(), pieces.append
            )
        finally:
            connection.close()

    pieces: list[int] = []
    with serving(server_context("localhost")) as server:
        response = on_loop(work(Endpoint("https", f"localhost:{server.port}", trusting)))
    assert (response.status, sum(pieces), server.bodies) == (200, len(BODY), [BODY])


def test_a_request_of_many_tls_records(server_context, trusting):
    request = b"PUT / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
    with serving(server_context("localhost")) as server:
        endpoint = Endpoint("https", f"localhost:{server.port}", trusting)
        assert on_loop(asked(endpoint, request)).status == 200
    assert server.bodies == [BODY]


def test_a_response_of_many_tls_records(server_context, trusting):
    body = BODY[:200_000]
    with serving(server_context("localhost")) as server:
        server.steps.append(b"HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        endpoint = Endpoint("https", f"localhost:{server.port}", trusting)
        assert on_loop(asked(endpoint)).body == body


@pytest.mark.parametrize(
    ("names", "more", "words"),
    [
        (["other.example.org"], {}, "mismatch"),
        (["localhost"], {"not_after": datetime.now(UTC) - timedelta(days=1)}, "expired"),
    ],
)
def test_a_certificate_that_does_not_fit(names, more, words, server_context, trusting):
    if "not_after" in more:
        more = {**more, "not_before": datetime.now(UTC) - timedelta(days=2)}
    with serving(server_context(*names, **more)) as server:
        endpoint = Endpoint("https", f"localhost:{server.port}", trusting)
        with pytest.raises(ssl.SSLCertVerificationError, match=words):
            on_loop(endpoint.connect())


def test_a_certificate_that_nobody_trusts(server_context):
    with serving(server_context("localhost")) as server:
        endpoint = Endpoint("https", f"localhost:{server.port}", ssl.create_default_context())
        with pytest.raises(ssl.SSLCertVerificationError, match=r"issuer|self-signed"):
            on_loop(endpoint.connect())


def test_a_server_without_tls(trusting):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = Endpoint("https", f"127.0.0.1:{listener.getsockname()[1]}", trusting)

        async def work():
            connecting = asyncio.create_task(endpoint.connect())
            listener.setblocking(False)
            sock, _ = await asyncio.get_running_loop().sock_accept(listener)
            with closing(sock):
                await asyncio.get_running_loop().sock_sendall(sock, b"HTTP/1.1 400 Bad\r\n\r\n")
                return await connecting

        with pytest.raises(ssl.SSLError):
            on_loop(work())


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        on_loop(Endpoint("http", f"127.0.0.1:{port}", None).connect())


def test_a_name_without_an_address():
    with pytest.raises(socket.gaierror):
        on_loop(Endpoint("http", "s3.example.org", None).connect())


def test_addresses_are_cached(monkeypatch):
    asked_for = []
    find = socket.getaddrinfo

    def counted(*arguments, **more):
        asked_for.append(arguments)
        return find(*arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    with serving() as server:
        endpoint = Endpoint("http", f"localhost:{server.port}", None)

        async def work():
            for _ in range(3):
                (await endpoint.connect()).close()

        on_loop(work())
    assert len(asked_for) == 1


def test_a_name_server_that_is_silent(monkeypatch):
    """The connect timeout includes the lookup; connections share one, which can't be canceled."""
    asked_for = []

    async def silent(*arguments, **_):
        asked_for.append(arguments)
        await asyncio.get_running_loop().create_future()

    async def work():
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", silent)
        endpoint = Endpoint("http", "s3.example.org", None)
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await endpoint.connect()
        assert endpoint._lookup
        endpoint._lookup.cancel()

    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.05)
    on_loop(work())
    assert len(asked_for) == 1


def test_a_lookup_that_fails_after_the_timeout_is_repeated(monkeypatch):
    failing = asyncio.Event()

    async def look_up(*_, **__):
        if not failing.is_set():
            await failing.wait()
            raise socket.gaierror(socket.EAI_AGAIN, "again")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]

    async def work():
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
        endpoint = Endpoint("http", "s3.example.org", None)
        with pytest.raises(TimeoutError):
            await endpoint.connect()
        failing.set()
        lookup = endpoint._lookup
        assert lookup
        await until(lookup.done)
        (await endpoint.connect()).close()

    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.05)
    with serving() as server:
        on_loop(work())


def two_addresses(endpoint, bad, good_port):
    endpoint._addresses = [bad, (socket.AF_INET, ("127.0.0.1", good_port))]
    endpoint._resolved_at = float("inf")


def test_the_next_address_is_tried():
    with serving() as server, socket.create_server(("127.0.0.1", 0)) as closed:
        address = closed.getsockname()
        closed.close()
        endpoint = Endpoint("http", "localhost", None)
        two_addresses(endpoint, (socket.AF_INET, address), server.port)
        on_loop(endpoint.connect()).close()


def test_the_next_address_is_tried_where_one_is_silent(monkeypatch):
    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.1)
    connect = Endpoint._connected

    async def connected(self, sock, address):
        if address == "silent":
            await asyncio.get_running_loop().create_future()
        return await connect(self, sock, address)

    monkeypatch.setattr(Endpoint, "_connected", connected)
    with serving() as server:
        endpoint = Endpoint("http", "localhost", None)
        two_addresses(endpoint, (socket.AF_INET, "silent"), server.port)
        on_loop(endpoint.connect()).close()


def test_the_next_address_is_tried_where_the_system_lacks_the_family():
    with serving() as server:
        endpoint = Endpoint("http", "localhost", None)
        two_addresses(endpoint, (socket.AF_IPX, "any"), server.port)
        on_loop(endpoint.connect()).close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_canceled_connect_leaves_nothing_open(scheme, trusting, monkeypatch):
    """An unclosed socket causes a warning, which fails the test."""

    async def silent(*_):
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = Endpoint(scheme, f"127.0.0.1:{listener.getsockname()[1]}", trusting)
        if scheme == "http":
            monkeypatch.setattr(Endpoint, "_connected", silent)
        with pytest.raises(TimeoutError):
            on_loop(endpoint.connect())
    gc.collect()

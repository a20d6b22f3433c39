from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from threading import Thread

import pytest

from s3enc_gui.aio.cancellation import Cancellation, await_reply, in_thread
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.s3.transport.http import connection as module
from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.connection import PIECE, NoResponse
from tests.s3.transport.http.sockets import OK, connected, on_loop, received, until

BODY = bytes(range(256)) * 4096 * 2  # several pieces
HEAD = b"PUT / HTTP/1.1\r\n\r\n"


def exchanged(response, *, bodyless=False, request=b"GET", close=False):
    """Exchange a request for this response; return it, and whether the connection was kept."""

    async def work():
        async with connected() as (connection, server):
            reply = connection.send(request, bodyless=bodyless)
            assert await received(server, len(request)) == request
            for at in range(0, len(response), 7):
                await asyncio.get_running_loop().sock_sendall(server, response[at : at + 7])
                await asyncio.sleep(0)
            if close:
                server.shutdown(socket.SHUT_WR)
            return await await_reply(reply), not connection.closed

    return on_loop(work())


def test_a_request_and_its_response():
    response, kept = exchanged(OK)
    assert (response.status, response.body, kept) == (200, b"ok", True)


def test_a_large_request_is_sent_in_pieces():
    assert exchanged(OK, request=BODY)[0].status == 200


def test_an_interim_response_is_skipped():
    response, kept = exchanged(b"HTTP/1.1 100 Continue\r\n\r\n" + OK)
    assert (response.status, kept) == (200, True)


def test_a_response_may_end_with_the_connection():
    response, kept = exchanged(b"HTTP/1.1 200 OK\r\n\r\nall of it", close=True)
    assert (response.body, kept) == (b"all of it", False)


def test_connection_close_is_honored():
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    assert exchanged(head)[1] is False


def test_one_request_after_the_other():
    async def work():
        async with connected() as (connection, server):
            for _ in range(3):
                reply = connection.send(b"GET", bodyless=False)
                await received(server, 3)
                server.send(OK)
                assert (await await_reply(reply)).body == b"ok"

    on_loop(work())


@pytest.mark.parametrize(
    ("response", "started"), [(b"", False), (b"HT", True), (OK[:-1], True), (OK[:-2], True)]
)
def test_a_connection_that_is_closed_early(response, started):
    with pytest.raises(NoResponse) as caught:
        exchanged(response, close=True)
    assert caught.value.started is started


def test_invalid_responses():
    with pytest.raises(BadResponse):
        exchanged(b"220 ftp.example.org\r\n\r\n")


def test_unusual_digits_in_headers_are_an_error():
    async def work():
        async with connected() as (connection, server):
            problems = []
            asyncio.get_running_loop().set_exception_handler(lambda _, one: problems.append(one))
            reply = connection.send(b"GET", bodyless=False)
            server.send(b"HTTP/1.1 \xb2\xb2\xb2 OK\r\n\r\n")
            await until(lambda: reply.done() or problems)
            assert reply.done()
            reply.exception()

    on_loop(work())


def test_a_connection_that_is_reset():
    async def work():
        async with connected() as (connection, server):
            reply = connection.send(BODY, bodyless=False)
            server.close()
            with pytest.raises(OSError):  # noqa: PT011 - which, the system says
                await await_reply(reply)
            assert connection.closed

    on_loop(work())


def test_a_response_before_all_is_sent_closes_the_connection():
    async def work():
        async with connected() as (connection, server):
            reply = connection.send(BODY * 4, bodyless=False)
            server.send(OK.replace(b"200", b"403"))
            response = await await_reply(reply)
            assert (response.status, connection.closed) == (403, True)

    on_loop(work())


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 408 Request Timeout\r\n\r\n"])
def test_unexpected_data_closes_the_connection(data):
    async def work():
        async with connected() as (connection, server):
            server.send(data)
            server.shutdown(socket.SHUT_WR)
            await until(lambda: connection.closed)

    on_loop(work())


def test_a_silent_server_times_out():
    async def work():
        async with connected() as (connection, _):
            reply, now = connection.send(b"GET", bodyless=False), asyncio.get_running_loop().time()
            connection.check_timeout(now + module.TIMEOUT / 2)
            assert not reply.done()
            connection.check_timeout(now + module.TIMEOUT + 1)
            assert isinstance(reply.exception(), TimeoutError)

    on_loop(work())


def test_the_timeout_restarts_while_data_moves():
    async def work():
        async with connected() as (connection, server):
            reply = connection.send(BODY * 8, bodyless=False)
            for _ in range(4):
                before = connection._last_active
                assert await received(server, len(BODY)) == BODY
                await until(lambda: connection._last_active > before)  # noqa: B023 - awaited here
                connection.check_timeout((before + connection._last_active) / 2 + module.TIMEOUT)
                assert not reply.done(), reply.exception()
            server.close()
            await asyncio.wait([reply])
            reply.exception()

    on_loop(work())


def test_closing_is_idempotent():
    async def work():
        async with connected() as (connection, _):
            connection.close()
            connection.close()
            assert connection.sock.fileno() == -1

    on_loop(work())


# --- large bodies -----------------------------------------------------------------------------


def sent_large(server_side, *, stop=None, body=BODY, pieces=None):
    """Send on a thread while `server_side` runs; return the response."""

    async def work():
        async with connected() as (connection, server):
            server.setblocking(True)
            thread = Thread(target=server_side, args=(server,))
            thread.start()
            connection.detach()
            try:
                return await in_thread(
                    connection.send_large,
                    HEAD,
                    memoryview(body),
                    stop or Cancellation(),
                    (pieces if pieces is not None else []).append,
                )
            finally:
                connection.close()
                await asyncio.to_thread(thread.join)

    return on_loop(work())


def take(server, count):
    data = bytearray()
    while len(data) < count and (piece := server.recv(count - len(data))):
        data += piece
    return bytes(data)


def test_a_large_body_in_pieces():
    pieces: list[int] = []
    got: list[bytes] = []

    def server_side(server):
        got.append(take(server, len(HEAD + BODY)))
        server.sendall(OK)

    response = sent_large(server_side, pieces=pieces)
    assert (response.status, response.keep) == (200, True)
    assert got == [HEAD + BODY]
    assert (sum(pieces), max(pieces)) == (len(BODY), PIECE)


def test_an_early_response_ends_sending():
    pieces: list[int] = []

    def server_side(server):
        take(server, 10)
        server.sendall(OK.replace(b"200", b"403"))
        take(server, len(BODY) * 8)

    response = sent_large(server_side, body=BODY * 8, pieces=pieces)
    assert (response.status, response.keep) == (403, False)
    assert sum(pieces) < len(BODY) * 8


def test_an_early_response_counts_if_the_connection_is_closed():
    def server_side(server):
        take(server, 10)
        server.sendall(OK.replace(b"200", b"413"))
        server.close()

    assert sent_large(server_side, body=BODY * 8).status == 413


def test_an_early_response_is_read_if_the_connection_is_blocked(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.3)
    monkeypatch.setattr(module, "PIECE", len(BODY) * 8)

    def server_side(server):
        take(server, len(HEAD) + 10)
        server.sendall(OK.replace(b"200", b"403"))

    assert sent_large(server_side, body=BODY * 8).status == 403


def test_an_interim_response_does_not_end_sending():
    got = []

    def server_side(server):
        server.settimeout(0.2)
        server.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            got.append(take(server, len(HEAD + BODY)))
        finally:
            server.sendall(OK)

    with_interim = sent_large_quietly(server_side)
    assert got == [HEAD + BODY]
    assert with_interim.keep


def sent_large_quietly(server_side):
    def quiet(server):
        with suppress(TimeoutError):
            server_side(server)

    return sent_large(quiet)


def test_cancellation_while_sending():
    stop = Cancellation()
    pieces: list[int] = []

    def server_side(server):
        take(server, len(HEAD) + PIECE)
        stop.set()
        take(server, len(BODY) * 8)

    with pytest.raises(Cancelled):
        sent_large(server_side, stop=stop, body=BODY * 8, pieces=pieces)
    assert 0 < sum(pieces) < len(BODY) * 8


def test_a_server_that_does_not_read(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.05)
    with pytest.raises(TimeoutError):
        sent_large(lambda server: None, body=BODY * 8)


def test_a_silent_server(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.05)
    with pytest.raises(TimeoutError):
        sent_large(lambda server: take(server, len(HEAD + BODY)))


@pytest.mark.parametrize("count", [10, len(HEAD + BODY)])
def test_a_server_that_closes_the_connection(count):
    def server_side(server):
        take(server, count)
        server.close()

    with pytest.raises(OSError):  # noqa: PT011 - which, depends on how far it came
        sent_large(server_side)


def fetched(response, *, close=True, stop=None, begin=None):
    """Fetch a response sent in small pieces; return it and the body passed on."""
    got: list[bytes] = []

    async def work():
        async with connected() as (connection, server):
            server.setblocking(True)

            def server_side():
                with suppress(OSError):  # the client closed the connection
                    take(server, 3)
                    for at in range(0, len(response), 1000):
                        server.sendall(response[at : at + 1000])
                    if close:
                        server.shutdown(socket.SHUT_WR)

            thread = Thread(target=server_side)
            thread.start()
            connection.detach()
            try:
                began = begin or (lambda status, headers: got.append)
                return await in_thread(connection.fetch, b"GET", began, stop or Cancellation())
            finally:
                connection.close()
                await asyncio.to_thread(thread.join)

    return on_loop(work()), b"".join(got)


def in_chunks(body):
    pieces = (body[at : at + 700] for at in range(0, len(body), 700))
    return b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"


OBJECT = BODY[:50_000]
FORMS = {
    "length": (b"Content-Length: 50000\r\n\r\n" + OBJECT, True),
    "chunks": (b"Transfer-Encoding: chunked\r\n\r\n" + in_chunks(OBJECT), True),
    "close": (b"\r\n" + OBJECT, False),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_body_with_any_kind_of_length(form):
    sent, keep = FORMS[form]
    response, got = fetched(b"HTTP/1.1 200 OK\r\n" + sent, close=not keep)
    assert (response.status, response.body, response.keep, got) == (200, b"", keep, OBJECT)


@pytest.mark.parametrize("form", ["length", "chunks"])
def test_a_truncated_body_is_an_error(form):
    with pytest.raises(NoResponse):
        fetched(b"HTTP/1.1 200 OK\r\n" + FORMS[form][0][:-3])


def test_the_body_of_an_error_is_in_the_response():
    response, got = fetched(OK.replace(b"200", b"404"), close=False)
    assert (response.status, response.body, got) == (404, b"ok", b"")


def test_an_error_before_the_body_ends_sending():
    def refuse(status, headers):
        raise ValueError(status, dict(headers)["content-length"])

    with pytest.raises(ValueError, match=r"200, '50000'"):
        fetched(b"HTTP/1.1 200 OK\r\n" + FORMS["length"][0], begin=refuse)


def test_a_fetch_is_canceled():
    stop = Cancellation()

    def begin(status, headers):
        return lambda piece: stop.set()

    with pytest.raises(Cancelled):
        fetched(b"HTTP/1.1 200 OK\r\n" + FORMS["length"][0][:-1], stop=stop, begin=begin)


def test_an_attached_connection_is_used_on_the_loop_again():
    async def work():
        async with connected() as (connection, server):
            connection.detach()
            large = (HEAD, memoryview(b"x"), Cancellation(), print)
            sending = asyncio.create_task(in_thread(connection.send_large, *large))
            await received(server, len(HEAD) + 1)
            server.send(OK)
            assert (await sending).keep
            connection.attach()
            reply = connection.send(b"GET", bodyless=False)
            server.send(OK)
            assert (await await_reply(reply)).body == b"ok"

    on_loop(work())

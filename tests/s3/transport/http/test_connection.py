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
from tests.s3.transport.http.lines import OK, connected, heard, on_loop, until

BODY = bytes(range(256)) * 4096 * 2  # several pieces
HEAD = b"PUT / HTTP/1.1\r\n\r\n"


def exchanged(answer, *, bodyless=False, request=b"GET", close=False):
    """Ask, answer so from the other end; return the answer and whether the line was kept."""

    async def work():
        async with connected() as (connection, server):
            reply = connection.send(request, bodyless=bodyless)
            assert await heard(server, len(request)) == request
            for at in range(0, len(answer), 7):
                await asyncio.get_running_loop().sock_sendall(server, answer[at : at + 7])
                await asyncio.sleep(0)
            if close:
                server.shutdown(socket.SHUT_WR)
            return await await_reply(reply), not connection.closed

    return on_loop(work())


def test_a_request_and_its_answer():
    answer, kept = exchanged(OK)
    assert (answer.status, answer.body, kept) == (200, b"ok", True)


def test_a_large_request_leaves_as_the_line_takes_it():
    assert exchanged(OK, request=BODY)[0].status == 200


def test_an_interim_answer_is_passed_over():
    answer, kept = exchanged(b"HTTP/1.1 100 Continue\r\n\r\n" + OK)
    assert (answer.status, kept) == (200, True)


def test_an_answer_may_end_with_the_line():
    answer, kept = exchanged(b"HTTP/1.1 200 OK\r\n\r\nall of it", close=True)
    assert (answer.body, kept) == (b"all of it", False)


def test_a_server_may_say_that_it_hangs_up():
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    assert exchanged(head)[1] is False


def test_one_request_after_the_other():
    async def work():
        async with connected() as (connection, server):
            for _ in range(3):
                reply = connection.send(b"GET", bodyless=False)
                await heard(server, 3)
                server.send(OK)
                assert (await await_reply(reply)).body == b"ok"

    on_loop(work())


@pytest.mark.parametrize(
    ("answer", "started"), [(b"", False), (b"HT", True), (OK[:-1], True), (OK[:-2], True)]
)
def test_a_line_that_ends_too_early(answer, started):
    with pytest.raises(NoResponse) as caught:
        exchanged(answer, close=True)
    assert caught.value.started is started


def test_what_is_no_answer():
    with pytest.raises(BadResponse):
        exchanged(b"220 ftp.example.org\r\n\r\n")


def test_what_looks_like_a_number_is_no_answer():
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


def test_a_line_that_is_reset():
    async def work():
        async with connected() as (connection, server):
            reply = connection.send(BODY, bodyless=False)
            server.close()
            with pytest.raises(OSError):  # noqa: PT011 - which, the system says
                await await_reply(reply)
            assert connection.closed

    on_loop(work())


def test_an_answer_before_all_has_left_ends_the_line():
    async def work():
        async with connected() as (connection, server):
            reply = connection.send(BODY * 4, bodyless=False)
            server.send(OK.replace(b"200", b"403"))
            answer = await await_reply(reply)
            assert (answer.status, connection.closed) == (403, True)

    on_loop(work())


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 408 Request Timeout\r\n\r\n"])
def test_whatever_comes_unasked_ends_the_line(data):
    async def work():
        async with connected() as (connection, server):
            server.send(data)
            server.shutdown(socket.SHUT_WR)
            await until(lambda: connection.closed)

    on_loop(work())


def test_patience_ends():
    async def work():
        async with connected() as (connection, _):
            reply, now = connection.send(b"GET", bodyless=False), asyncio.get_running_loop().time()
            connection.check_timeout(now + module.TIMEOUT / 2)
            assert not reply.done()
            connection.check_timeout(now + module.TIMEOUT + 1)
            assert isinstance(reply.exception(), TimeoutError)

    on_loop(work())


def test_patience_begins_anew_while_bytes_move():
    async def work():
        async with connected() as (connection, server):
            reply = connection.send(BODY * 8, bodyless=False)
            for _ in range(4):
                before = connection._last_active
                assert await heard(server, len(BODY)) == BODY
                await until(lambda: connection._last_active > before)  # noqa: B023 - awaited here
                connection.check_timeout((before + connection._last_active) / 2 + module.TIMEOUT)
                assert not reply.done(), reply.exception()
            server.close()
            await asyncio.wait([reply])
            reply.exception()

    on_loop(work())


def test_closing_twice_does_no_harm():
    async def work():
        async with connected() as (connection, _):
            connection.close()
            connection.close()
            assert connection.sock.fileno() == -1

    on_loop(work())


# --- what is large ----------------------------------------------------------------------------


def sent_large(server_side, *, stop=None, body=BODY, pieces=None):
    """Send on a thread of its own while the other end does its part; return the answer."""

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

    answer = sent_large(server_side, pieces=pieces)
    assert (answer.status, answer.keep) == (200, True)
    assert got == [HEAD + BODY]
    assert (sum(pieces), max(pieces)) == (len(BODY), PIECE)


def test_an_early_answer_ends_the_sending():
    pieces: list[int] = []

    def server_side(server):
        take(server, 10)
        server.sendall(OK.replace(b"200", b"403"))
        take(server, len(BODY) * 8)

    answer = sent_large(server_side, body=BODY * 8, pieces=pieces)
    assert (answer.status, answer.keep) == (403, False)
    assert sum(pieces) < len(BODY) * 8


def test_an_early_answer_counts_though_the_line_is_closed():
    def server_side(server):
        take(server, 10)
        server.sendall(OK.replace(b"200", b"413"))
        server.close()

    assert sent_large(server_side, body=BODY * 8).status == 413


def test_an_early_answer_is_heard_though_the_line_takes_no_more(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.3)
    monkeypatch.setattr(module, "PIECE", len(BODY) * 8)

    def server_side(server):
        take(server, len(HEAD) + 10)
        server.sendall(OK.replace(b"200", b"403"))

    assert sent_large(server_side, body=BODY * 8).status == 403


def test_an_interim_answer_does_not_end_the_sending():
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


def test_a_stop_in_the_middle():
    stop = Cancellation()
    pieces: list[int] = []

    def server_side(server):
        take(server, len(HEAD) + PIECE)
        stop.set()
        take(server, len(BODY) * 8)

    with pytest.raises(Cancelled):
        sent_large(server_side, stop=stop, body=BODY * 8, pieces=pieces)
    assert 0 < sum(pieces) < len(BODY) * 8


def test_a_server_that_takes_nothing(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.05)
    with pytest.raises(TimeoutError):
        sent_large(lambda server: None, body=BODY * 8)


def test_a_server_that_says_nothing(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.05)
    with pytest.raises(TimeoutError):
        sent_large(lambda server: take(server, len(HEAD + BODY)))


@pytest.mark.parametrize("count", [10, len(HEAD + BODY)])
def test_a_server_that_hangs_up(count):
    def server_side(server):
        take(server, count)
        server.close()

    with pytest.raises(OSError):  # noqa: PT011 - which, depends on how far it came
        sent_large(server_side)


def fetched(answer, *, close=True, stop=None, begin=None):
    """Fetch what the other end sends in small pieces; return the answer and what was taken."""
    got: list[bytes] = []

    async def work():
        async with connected() as (connection, server):
            server.setblocking(True)

            def server_side():
                with suppress(OSError):  # whoever wants no more hangs up
                    take(server, 3)
                    for at in range(0, len(answer), 1000):
                        server.sendall(answer[at : at + 1000])
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
def test_a_body_is_fetched_however_its_end_is_told(form):
    sent, keep = FORMS[form]
    answer, got = fetched(b"HTTP/1.1 200 OK\r\n" + sent, close=not keep)
    assert (answer.status, answer.body, answer.keep, got) == (200, b"", keep, OBJECT)


@pytest.mark.parametrize("form", ["length", "chunks"])
def test_a_body_that_is_cut_is_no_answer(form):
    with pytest.raises(NoResponse):
        fetched(b"HTTP/1.1 200 OK\r\n" + FORMS[form][0][:-3])


def test_the_body_of_an_error_is_the_answers():
    answer, got = fetched(OK.replace(b"200", b"404"), close=False)
    assert (answer.status, answer.body, got) == (404, b"ok", b"")


def test_what_refuses_the_head_gets_no_body():
    def refuse(status, headers):
        raise ValueError(status, dict(headers)["content-length"])

    with pytest.raises(ValueError, match=r"200, '50000'"):
        fetched(b"HTTP/1.1 200 OK\r\n" + FORMS["length"][0], begin=refuse)


def test_a_fetch_stops_in_the_middle():
    stop = Cancellation()

    def begin(status, headers):
        return lambda piece: stop.set()

    with pytest.raises(Cancelled):
        fetched(b"HTTP/1.1 200 OK\r\n" + FORMS["length"][0][:-1], stop=stop, begin=begin)


def test_taken_back_it_serves_the_loop_again():
    async def work():
        async with connected() as (connection, server):
            connection.detach()
            large = (HEAD, memoryview(b"x"), Cancellation(), print)
            sending = asyncio.create_task(in_thread(connection.send_large, *large))
            await heard(server, len(HEAD) + 1)
            server.send(OK)
            assert (await sending).keep
            connection.attach()
            reply = connection.send(b"GET", bodyless=False)
            server.send(OK)
            assert (await await_reply(reply)).body == b"ok"

    on_loop(work())

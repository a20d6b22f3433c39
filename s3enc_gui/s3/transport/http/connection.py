"""One connection: sends a request, receives its response, then the next."""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from s3enc_gui.aio.cancellation import Cancellation, PendingReply
from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.head import Headers
from s3enc_gui.s3.transport.http.receiving import STOP_INTERVAL, receive
from s3enc_gui.s3.transport.http.response import BodySink, HttpResponse, ResponseReader

TIMEOUT = 60.0  # seconds without data in either direction
PIECE = 256 * 1024  # bytes sent between progress reports and checks for cancellation
_READ = 64 * 1024
_WAIT = (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError)


class NoResponse(OSError):
    """The connection was closed before the response was complete.

    `started`: part of the response was received, so the request certainly arrived.
    """

    started = False


class Connection:
    """A socket that is read on the loop; only `send_large` and `fetch` are called on threads."""

    __slots__ = (
        "_fd",
        "_is_readable",
        "_last_active",
        "_loop",
        "_out",
        "_reader",
        "_reply",
        "_sock",
        "_writing",
        "closed",
    )

    def __init__(self, sock: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        self._sock, self._loop = sock, loop
        self._fd, self._is_readable = sock.fileno(), _readiness(sock)
        self._reader: ResponseReader | None = None
        self._reply: PendingReply[HttpResponse] | None = None
        self._out: memoryview | None = None
        self._last_active = 0.0  # loop time when data was last sent or received
        self._writing = self.closed = False
        loop.add_reader(self._fd, self._readable)

    @property
    def sock(self) -> socket.socket:
        """The socket."""
        return self._sock

    def is_clean(self) -> bool:
        """Whether nothing arrived since the last response: it would be taken for the next one."""
        sock = self._sock
        if not (self._is_readable() or (isinstance(sock, ssl.SSLSocket) and sock.pending())):
            return True
        try:
            sock.recv(1)
        except _WAIT:  # TLS session tickets
            return True
        except OSError:
            return False
        return False  # data, or the server closed the connection

    def send(self, request: bytes, *, bodyless: bool) -> PendingReply[HttpResponse]:
        """Send a request; the reply is the response, or raises OSError or BadResponse."""
        self._reader = ResponseReader(bodyless)
        reply: PendingReply[HttpResponse] = PendingReply(loop=self._loop)
        self._reply = reply
        self._last_active = self._loop.time()
        self._out = memoryview(request)
        self._write()
        return reply

    def close(self) -> None:
        """Close the connection."""
        if not self.closed:
            self.closed = True
            self.detach()
            self._sock.close()

    # --- on a thread ------------------------------------------------------------------------------

    def detach(self) -> None:
        """Stop reading on the loop, for `send_large` and `fetch`; call `attach` afterwards."""
        with suppress(ValueError, OSError):
            self._loop.remove_reader(self._fd)
            self._loop.remove_writer(self._fd)

    def attach(self) -> None:
        """Read on the loop again."""
        self._sock.setblocking(False)
        self._loop.add_reader(self._fd, self._readable)

    def send_large(
        self, head: bytes, body: memoryview, stop: Cancellation, on_piece: Callable[[int], None]
    ) -> HttpResponse:
        """Send a request with a body and return the response; blocks, on any thread.

        `on_piece` gets the size of each piece once it is sent, and may block. A response that
        arrives before the whole body is sent ends sending. Raises OSError, BadResponse and
        Cancelled.
        """
        reader = ResponseReader(bodyless=False)
        early = False
        try:
            early = self._send_all(memoryview(head), reader, stop)
            for start in range(0, len(body), PIECE):
                if early:
                    break
                stop.check()
                early = self._interrupts(reader)
                piece = body[start : start + PIECE]
                if not early:
                    early = self._send_all(piece, reader, stop)
                    on_piece(len(piece))
        except (ConnectionError, ssl.SSLError, TimeoutError):  # the response may say why
            early = True
        response = self._receive(reader)
        return response._replace(keep=False) if early else response

    def _send_all(self, data: memoryview, reader: ResponseReader, stop: Cancellation) -> bool:
        """Send data, unless a response arrives before; return whether it does."""
        self._sock.settimeout(STOP_INTERVAL)
        waited = 0.0
        while data:
            try:
                count = self._sock.send(data)
            except TimeoutError:
                waited += STOP_INTERVAL
                if self._interrupts(reader):
                    return True
                stop.check()
                if waited >= TIMEOUT:
                    raise
            else:
                data, waited = data[count:], 0.0
        return False

    def fetch(
        self, head: bytes, begin: Callable[[int, Headers], BodySink], stop: Cancellation
    ) -> HttpResponse:
        """Send a request and pass the response's body on piece by piece; blocks, on any thread.

        `begin` gets status and headers of a successful response, and returns the receiver of the
        body. A body without a length may be truncated; callers compare its size. The response
        returned has a body only if it is an error. Raises OSError, BadResponse, Cancelled, and
        exceptions of `begin` and the receiver.
        """
        self._sock.settimeout(TIMEOUT)
        self._sock.sendall(head)
        reader = ResponseReader(bodyless=False, begin=begin)
        while reader.response is None:
            # Not more than still to come: recv allocates memory for all of it.
            size = min(PIECE, reader.missing or _READ)
            data = receive(self._sock, size, stop, TIMEOUT)
            stop.check()
            if data:
                reader.feed(data)
            elif not reader.end():
                raise _closed_early(reader)
        return reader.response

    def _interrupts(self, reader: ResponseReader) -> bool:
        """Whether a response is arriving already; TLS session tickets don't count."""
        if not self._is_readable():
            return False
        self._sock.settimeout(0)
        try:
            data = self._sock.recv(_READ)
        except _WAIT:
            return False
        finally:
            self._sock.settimeout(STOP_INTERVAL)
        if not data:
            raise _closed_early(reader)
        reader.feed(data)
        return reader.has_head

    def _receive(self, reader: ResponseReader) -> HttpResponse:
        self._sock.settimeout(TIMEOUT)
        while reader.response is None:
            data = self._sock.recv(_READ)
            if not data and not reader.end():
                raise _closed_early(reader)
            if data:
                reader.feed(data)
        return reader.response

    # --- on the loop ------------------------------------------------------------------------------

    def _write(self) -> None:
        out = self._out
        if out is None:
            return
        try:
            count = self._sock.send(out)
        except _WAIT:
            count = 0
        except ConnectionError:  # the response may say why
            count = len(out)
        except OSError as error:
            self._fail(error)
            return
        self._out = out[count:] if count < len(out) else None
        if count:
            self._last_active = self._loop.time()
        self._watch_writing(self._out is not None)

    def _watch_writing(self, wanted: bool) -> None:
        if wanted and not self._writing:
            self._loop.add_writer(self._fd, self._write)
        elif self._writing and not wanted:
            self._loop.remove_writer(self._fd)
        self._writing = wanted

    def _readable(self) -> None:
        try:
            data = self._sock.recv(_READ)
        except _WAIT:
            return
        except OSError as error:
            self._fail(error)
            return
        self._last_active = self._loop.time()
        reader = self._reader
        if reader is None:  # no request: the server closes the connection
            self.close()
            return
        try:
            whole = reader.feed(data) if data else reader.end()
        except BadResponse as error:
            self._fail(error)
            return
        if whole:
            self._succeed(reader.response)
        elif not data:
            self._fail(_closed_early(reader))

    def abort(self) -> None:
        """Fail the request in progress on the loop."""
        if self._reply is not None:
            self._fail(NoResponse("The request was aborted"))

    def check_timeout(self, now: float) -> None:
        """Fail the request if it timed out; `now` is the loop's time."""
        if self._reply is not None and now - self._last_active > TIMEOUT:
            self._fail(TimeoutError("The server timed out"))

    def _succeed(self, found: HttpResponse | None) -> None:
        reply = self._end_request()
        if found is not None and not found.keep:
            self.close()
        if reply is not None and not reply.done():
            reply.set_result(found)  # type: ignore[arg-type]

    def _fail(self, error: Exception) -> None:
        reply = self._end_request()
        self.close()
        if reply is not None and not reply.done():
            reply.set_exception(error)

    def _end_request(self) -> PendingReply[HttpResponse] | None:
        if self._out is not None:  # the response arrived before all was sent
            self._out = None
            self._watch_writing(False)
            self.close()
        self._reader = None
        reply, self._reply = self._reply, None
        return reply


def _closed_early(reader: ResponseReader) -> NoResponse:
    error = NoResponse("The connection was closed before the response was complete")
    error.started = reader.started
    return error


def _readiness(sock: socket.socket) -> Callable[[], object]:
    """Return a function whose result is true if the socket is readable."""
    if not hasattr(select, "poll"):  # Windows
        return lambda: select.select([sock], [], [], 0)[0]
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return partial(poll.poll, 0)

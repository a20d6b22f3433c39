"""One connection: a request, its answer, the next request."""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from s3enc_gui.aio.cancellation import Cancellation, PendingReply
from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.receiving import ATTENTION, received
from s3enc_gui.s3.transport.http.response import BodySink, Headers, HttpResponse, ResponseReader

PATIENCE = 60.0  # seconds without a byte, either way
PIECE = 256 * 1024  # bytes handed to the line at once: the step of progress, and of stopping
_READ = 64 * 1024
_WAIT = (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError)


class NoResponse(OSError):
    """The connection ended before the answer was whole.

    `begun`: some of the answer had come, so that the request surely had arrived.
    """

    begun = False


class Connection:
    """A socket that is read on the loop; `send_large` and `fetch` alone are called elsewhere."""

    __slots__ = (
        "_answer",
        "_asked",
        "_fd",
        "_line",
        "_loop",
        "_out",
        "_reader",
        "_writing",
        "closed",
    )

    def __init__(self, line: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        self._line, self._loop = line, loop
        self._fd = line.fileno()
        self._reader: ResponseReader | None = None
        self._answer: PendingReply[HttpResponse] | None = None
        self._out: memoryview | None = None
        self._asked = 0.0  # when something moved last
        self._writing = self.closed = False
        loop.add_reader(self._fd, self._readable)

    @property
    def line(self) -> socket.socket:
        """The socket."""
        return self._line

    def ask(self, request: bytes, *, bodyless: bool) -> PendingReply[HttpResponse]:
        """Send a whole request; the reply has the answer, or raises OSError or BadAnswer."""
        self._reader = ResponseReader(bodyless)
        answer: PendingReply[HttpResponse] = PendingReply(loop=self._loop)
        self._answer = answer
        self._asked = self._loop.time()
        self._out = memoryview(request)
        self._write()
        return answer

    def close(self) -> None:
        """End it."""
        if not self.closed:
            self.closed = True
            self._detach()
            self._line.close()

    # --- what is large blocks a thread ------------------------------------------------------------

    def lend(self) -> None:
        """Take it off the loop, for `send_large` and `fetch`; `take_back` must follow."""
        self._detach()

    def take_back(self) -> None:
        """Read it on the loop again."""
        self._line.setblocking(False)
        self._loop.add_reader(self._fd, self._readable)

    def send_large(
        self, head: bytes, body: memoryview, stop: Cancellation, on_piece: Callable[[int], None]
    ) -> HttpResponse:
        """Send a request with a body and return the answer; blocks, on any thread.

        `on_piece` gets the bytes of each piece when the line has taken it, and may take its time. A
        server that answers before all has come is listened to. Raises OSError, BadAnswer, and
        Cancelled where the wish to stop comes in the middle.
        """
        reader = ResponseReader(bodyless=False)
        early = False
        try:
            early = self._sent(memoryview(head), reader, stop)
            for start in range(0, len(body), PIECE):
                if early:
                    break
                stop.check()
                early = self._interrupts(reader)
                piece = body[start : start + PIECE]
                if not early:
                    early = self._sent(piece, reader, stop)
                    on_piece(len(piece))
        except (ConnectionError, ssl.SSLError, TimeoutError):  # there may be an answer saying why
            early = True
        answer = self._heard(reader)
        if early:
            return HttpResponse(answer.status, answer.headers, answer.body, keep=False)
        return answer

    def _sent(self, data: memoryview, reader: ResponseReader, stop: Cancellation) -> bool:
        """Send it all, unless the server answers meanwhile; return whether it does."""
        self._line.settimeout(ATTENTION)
        waited = 0.0
        while data:
            try:
                count = self._line.send(data)
            except TimeoutError:
                waited += ATTENTION
                if self._interrupts(reader):
                    return True
                stop.check()
                if waited >= PATIENCE:
                    raise
            else:
                data, waited = data[count:], 0.0
        return False

    def fetch(
        self, head: bytes, begin: Callable[[int, Headers], BodySink], stop: Cancellation
    ) -> HttpResponse:
        """Send a request and hand the answer's body over piece by piece; blocks, on any thread.

        `begin` gets status and headers of an answer that is no error, and returns what takes the
        body. A body whose end only the end of the line tells may be cut: its size is the caller's
        to compare. The answer returned has a body only where it is an error. Raises OSError,
        BadAnswer, Cancelled, and what `begin` and the taker raise.
        """
        self._line.settimeout(PATIENCE)
        self._line.sendall(head)
        reader = ResponseReader(bodyless=False, begin=begin)
        while reader.answer is None:
            # No more than is to come: Python takes memory for as much as might be.
            size = min(PIECE, reader.missing or _READ)
            data = received(self._line, size, stop, PATIENCE)
            stop.check()
            if data:
                reader.feed(data)
            elif not reader.end():
                raise _ended(reader)
        return reader.answer

    def _interrupts(self, reader: ResponseReader) -> bool:
        """Whether the server answers already. (TLS sends tickets of its own, which are nothing.)"""
        if not _is_readable(self._line):
            return False
        self._line.settimeout(0)
        try:
            data = self._line.recv(_READ)
        except _WAIT:
            return False
        finally:
            self._line.settimeout(ATTENTION)
        if not data:
            raise _ended(reader)
        reader.feed(data)
        return reader.has_head

    def _heard(self, reader: ResponseReader) -> HttpResponse:
        self._line.settimeout(PATIENCE)
        while reader.answer is None:
            data = self._line.recv(_READ)
            if not data and not reader.end():
                raise _ended(reader)
            if data:
                reader.feed(data)
        return reader.answer

    # --- on the loop ------------------------------------------------------------------------------

    def _write(self) -> None:
        out = self._out
        if out is None:
            return
        try:
            count = self._line.send(out)
        except _WAIT:
            count = 0
        except ConnectionError:  # there may be an answer that says why
            count = len(out)
        except OSError as error:
            self._fail(error)
            return
        self._out = out[count:] if count < len(out) else None
        if count:
            self._asked = self._loop.time()
        self._watch_writing(self._out is not None)

    def _watch_writing(self, wanted: bool) -> None:
        if wanted and not self._writing:
            self._loop.add_writer(self._fd, self._write)
        elif self._writing and not wanted:
            self._loop.remove_writer(self._fd)
        self._writing = wanted

    def _readable(self) -> None:
        try:
            data = self._line.recv(_READ)
        except _WAIT:
            return
        except OSError as error:
            self._fail(error)
            return
        self._asked = self._loop.time()
        reader = self._reader
        if reader is None:  # nobody asked: the server ends the connection
            self.close()
            return
        try:
            whole = reader.feed(data) if data else reader.end()
        except BadResponse as error:
            self._fail(error)
            return
        if whole:
            self._succeed(reader.answer)
        elif not data:
            self._fail(_ended(reader))

    def give_up(self) -> None:
        """Let who waits for an answer on the loop wait no more."""
        if self._answer is not None:
            self._fail(NoResponse("The connection was given up"))

    def look(self, now: float) -> None:
        """Give up where nothing has moved for too long; `now` by the loop's clock."""
        if self._answer is not None and now - self._asked > PATIENCE:
            self._fail(TimeoutError("The server does not answer"))

    def _succeed(self, found: HttpResponse | None) -> None:
        answer = self._rest()
        if found is not None and not found.keep:
            self.close()
        if answer is not None and not answer.done():
            answer.set_result(found)  # type: ignore[arg-type]

    def _fail(self, error: Exception) -> None:
        answer = self._rest()
        self.close()
        if answer is not None and not answer.done():
            answer.set_exception(error)

    def _rest(self) -> PendingReply[HttpResponse] | None:
        if self._out is not None:  # the answer came before all was sent
            self._out = None
            self._watch_writing(False)
            self.close()
        self._reader = None
        answer, self._answer = self._answer, None
        return answer

    def _detach(self) -> None:
        with suppress(ValueError, OSError):
            self._loop.remove_reader(self._fd)
            self._loop.remove_writer(self._fd)


def _ended(reader: ResponseReader) -> NoResponse:
    error = NoResponse("The connection was closed before the answer was whole")
    error.begun = reader.begun
    return error


def _is_readable(line: socket.socket) -> bool:
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(line, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([line], [], [], 0)[0])

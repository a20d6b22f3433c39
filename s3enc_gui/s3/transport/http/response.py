"""Parses a response incrementally (RFC 9112)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.chunks import Chunks
from s3enc_gui.s3.transport.http.head import Head, Headers, end_of_head, read_head

LONGEST_HEAD = 64 * 1024  # bytes
LONGEST_BODY = 16 * 1024 * 1024  # bytes of a body that is buffered; bodies passed on have no limit
MOST_INTERIM = 100  # responses before the final one

BodySink = Callable[[bytes], object]
"""Receives a body piece by piece."""


class HttpResponse(NamedTuple):
    """Status, headers as (lower-case name, value) in their order, and the body.

    `keep`: the connection can be reused.
    """

    status: int
    headers: Headers
    body: bytes
    keep: bool


class ResponseReader:
    """Collects bytes until a response is complete; `bodyless`: it is the response to HEAD.

    `begin` gets status and headers of a successful response before its body, and returns the
    receiver of the body; without `begin`, the body is buffered for `response`. Its exceptions are
    raised by `feed`.
    """

    __slots__ = (
        "_begin",
        "_body",
        "_bodyless",
        "_buffer",
        "_buffered",
        "_chunks",
        "_head",
        "_interim",
        "_missing",
        "_take",
        "response",
    )

    def __init__(
        self, bodyless: bool, begin: Callable[[int, Headers], BodySink] | None = None
    ) -> None:
        self._bodyless, self._begin = bodyless, begin
        self._buffer = b""  # of the head
        self._head: Head | None = None
        self._interim = 0  # responses before the final one
        self._missing: int | None = 0  # bytes of the body; None: until the connection closes
        self._chunks: Chunks | None = None
        self._take: BodySink | None = (
            None  # None: buffered; a bound method would be a reference cycle
        )
        self._body: list[bytes] = []
        self._buffered = 0
        self.response: HttpResponse | None = None

    @property
    def started(self) -> bool:
        """Whether any data was received."""
        return bool(self._buffer) or self._head is not None

    @property
    def has_head(self) -> bool:
        """Whether the head of a final response was received."""
        return self._head is not None

    @property
    def missing(self) -> int | None:
        """Bytes of the body still to come; None: not known."""
        return None if self._head is None or self._chunks is not None else self._missing

    def feed(self, data: bytes) -> bool:
        """Add received data; return whether the response is complete. Raises BadResponse."""
        if self.has_head:
            return self._feed_body(data)
        start = len(self._buffer)
        self._buffer = self._buffer + data if self._buffer else data
        while self._head is None:
            end, after = end_of_head(self._buffer, start)
            if end > LONGEST_HEAD or (end < 0 and len(self._buffer) > LONGEST_HEAD):
                raise BadResponse("Head of the response too long")
            if end < 0:
                return False
            head, self._buffer, start = self._buffer[:end], self._buffer[after:], 0
            self._take_head(read_head(head))
        data, self._buffer = self._buffer, b""
        return self._feed_body(data)

    def end(self) -> bool:
        """Note that the connection was closed; return whether the response is complete."""
        return self._missing is None and self._finish(keep=False)

    def _feed_body(self, data: bytes) -> bool:
        take = self._take or self._keep
        if self._chunks is not None:
            for piece in self._chunks.feed(data):
                take(piece)
            return self._chunks.ended and self._finish(keep=not self._chunks.rest)
        missing = self._missing
        piece = data if missing is None else data[:missing]
        if piece:
            take(piece)
        if missing is None:
            return False
        self._missing = missing - len(piece)
        return not self._missing and self._finish(keep=len(data) == len(piece))

    def _keep(self, piece: bytes) -> None:
        self._buffered += len(piece)
        if self._buffered > LONGEST_BODY:
            raise BadResponse("Response body too long")
        self._body.append(piece)

    def _take_head(self, head: Head) -> None:
        if head.status < 200:
            self._interim += 1
            if self._interim > MOST_INTERIM:
                raise BadResponse("Too many interim responses")
            return
        self._head = head
        if not (self._bodyless or head.status in (204, 304)):
            if head.chunked:
                self._chunks = Chunks()
            else:
                self._missing = head.length
        if self._begin is not None and head.status < 300:
            self._take = self._begin(head.status, head.headers)

    def _finish(self, *, keep: bool) -> bool:
        assert self._head is not None  # noqa: S101 - the head comes first
        head = self._head
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self.response = HttpResponse(head.status, head.headers, body, keep and head.keep)
        return True

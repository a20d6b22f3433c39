"""Parses a response incrementally (RFC 9112)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.chunks import Chunks

LONGEST_HEAD = 64 * 1024  # bytes
LONGEST_BODY = 16 * 1024 * 1024  # bytes of a body that is buffered; bodies passed on have no limit

_END = b"\r\n\r\n"

Headers = list[tuple[str, str]]
BodySink = Callable[[bytes], object]
"""Receives a body piece by piece."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
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
        "_missing",
        "_take",
        "response",
    )

    def __init__(
        self, bodyless: bool, begin: Callable[[int, Headers], BodySink] | None = None
    ) -> None:
        self._bodyless, self._begin = bodyless, begin
        self._buffer = b""  # of the head
        self._head: tuple[int, Headers, bool] | None = None
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
        self._buffer = self._buffer + data if self._buffer else data
        while self._head is None:
            end = self._buffer.find(_END)
            if end < 0:
                if len(self._buffer) > LONGEST_HEAD:
                    raise BadResponse("Head of the response too long")
                return False
            head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
            self._take_head(head)
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

    def _take_head(self, head: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        version, _, rest = lines[0].partition(" ")
        if not version.startswith("HTTP/1.") or not is_length(rest[:3]):
            raise BadResponse(f"The response isn't HTTP: {lines[0][:80]!r}")
        status = int(rest[:3])
        if 100 <= status < 200:
            return  # an interim response
        headers = []
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers.append((name.lower(), value.strip(" \t")))
        found = dict(headers)
        closes = found.get("connection", "").lower() == "close" or version == "HTTP/1.0"
        self._head = (status, headers, not closes)
        if not (self._bodyless or status in (204, 304)):
            self._expect_body(found, headers)
        if self._begin is not None and status < 300:
            self._take = self._begin(status, headers)

    def _expect_body(self, found: dict[str, str], headers: Headers) -> None:
        """Determine the length of the body. Raises BadResponse where headers contradict."""
        coding, length = found.get("transfer-encoding"), found.get("content-length")
        if len(found) < len(headers) and _contradict(headers):
            raise BadResponse("The response has several lengths")
        if coding is not None:
            if coding.lower() != "chunked" or length is not None:
                raise BadResponse(f"The response has no valid length: {coding[:80]!r}")
            self._chunks = Chunks()
        elif length is None:
            self._missing = None
        elif is_length(length):
            self._missing = int(length)
        else:
            raise BadResponse(f"The response has no valid length: {length[:80]!r}")

    def _finish(self, *, keep: bool) -> bool:
        assert self._head is not None  # noqa: S101 - the head comes first
        status, headers, may_keep = self._head
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self.response = HttpResponse(status, headers, body, keep and may_keep)
        return True


def is_length(text: str) -> bool:
    """Whether a header's value is a number of bytes."""
    return text.isascii() and text.isdigit() and len(text) < 20


def _contradict(headers: Headers) -> bool:
    """Whether headers give different lengths of the body."""
    lengths = {value for name, value in headers if name == "content-length"}
    codings = sum(name == "transfer-encoding" for name, _ in headers)
    return len(lengths) > 1 or codings > 1

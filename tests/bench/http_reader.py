"""A minimal and fast HTTP/1.1 parser that discards request bodies.

It does no I/O: the caller reads from the sockets, with threads or a selector.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TypeAlias

# Receives the data of each read; yields the data to send, often none.
Conversation: TypeAlias = Generator[bytes, bytes, None]

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(slots=True)
class Request:
    """`target` is path and query as sent; header names are in lower case; `size` of the body.

    `body` is kept of the bodies that say something (XML); what objects are made of is thrown away.
    """

    method: str
    target: str
    headers: dict[str, str]
    size: int = 0
    body: bytes = b""


@dataclass(slots=True)
class HttpReader:
    """Parses the requests of a connection; its methods continue with the next data."""

    _rest: bytes = b""
    _replies: list[bytes] = field(default_factory=list)

    def say(self, reply: bytes) -> None:
        """Send this when all received data is processed."""
        self._replies.append(reply)

    def next(self) -> Generator[bytes, bytes, Request]:
        """Return the next request, after its body."""
        head = yield from self._until(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        pairs = (line.partition(":") for line in lines[1:])
        request = Request(method, target, {name.lower(): text.strip() for name, _, text in pairs})
        if "expect" in request.headers:
            self.say(_CONTINUE)
        yield from self._take_body(request)
        return request

    def _take_body(self, request: Request) -> Conversation:
        headers = request.headers
        if headers.get("transfer-encoding", "").lower() == "chunked":
            request.size = yield from self._skip_chunks()
        elif request.method == "POST":
            request.body = yield from self._exactly(int(headers.get("content-length", 0)))
        else:
            request.size = int(headers.get("content-length", 0))
            yield from self._skip(request.size)
        # With a trailing checksum the body is longer than the object.
        request.size = int(headers.get("x-amz-decoded-content-length", request.size))

    def _skip_chunks(self) -> Generator[bytes, bytes, int]:
        total = 0
        while size := int((yield from self._until(b"\r\n")).partition(b";")[0], 16):
            yield from self._skip(size + 2)
            total += size
        while (yield from self._until(b"\r\n")):  # trailers
            pass
        return total

    def _until(self, mark: bytes) -> Generator[bytes, bytes, bytes]:
        while mark not in self._rest:
            self._rest += yield self._spoken()
        found, _, self._rest = self._rest.partition(mark)
        return found

    def _exactly(self, size: int) -> Generator[bytes, bytes, bytes]:
        while len(self._rest) < size:
            self._rest += yield self._spoken()
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def _skip(self, size: int) -> Conversation:
        while size > len(self._rest):
            size -= len(self._rest)
            self._rest = yield self._spoken()
        self._rest = self._rest[size:]

    def _spoken(self) -> bytes:
        replies = b"".join(self._replies)
        self._replies.clear()
        return replies

"""Reading an answer as it comes in (RFC 9112)."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_HEAD = 64 * 1024  # bytes
LONGEST_BODY = 16 * 1024 * 1024  # bytes; errors are short, objects are not fetched by this

_END = b"\r\n\r\n"


class BadAnswer(Exception):
    """What came is not HTTP, or not all of it came."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, headers as (name, value) in their order, and the body.

    `keep`: the connection can be used again.
    """

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    keep: bool


class AnswerReader:
    """Takes bytes until an answer is whole; `bodyless` is an answer to HEAD."""

    __slots__ = ("_bodyless", "_buffer", "_chunked", "_head", "_missing", "_until_end", "answer")

    def __init__(self, bodyless: bool) -> None:
        self._bodyless = bodyless
        self._buffer = b""
        self._head: tuple[int, list[tuple[str, str]], bool] | None = None
        self._missing = 0
        self._chunked = self._until_end = False
        self.answer: HttpAnswer | None = None

    @property
    def begun(self) -> bool:
        """Whether anything has come."""
        return bool(self._buffer) or self._head is not None

    @property
    def has_head(self) -> bool:
        """Whether the head of an answer that is not an interim one has come."""
        return self._head is not None

    @property
    def may_keep(self) -> bool:
        """Whether the server leaves the connection open."""
        return self._head is not None and self._head[2]

    @property
    def rest(self) -> bytes:
        """What came after the answer."""
        return self._buffer

    def feed(self, data: bytes) -> bool:
        """Take some bytes; return whether the answer is whole. Raises BadAnswer."""
        self._buffer = self._buffer + data if self._buffer else data
        while self._head is None:
            end = self._buffer.find(_END)
            if end < 0:
                if len(self._buffer) > LONGEST_HEAD:
                    raise BadAnswer("The head of the answer does not end")
                return False
            head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
            self._take_head(head)
        if len(self._buffer) > LONGEST_BODY:
            raise BadAnswer("The answer does not end")
        if self._chunked:
            body = _unchunked(self._buffer)
            return body is not None and self._finish(body, keep=True)
        if self._until_end or len(self._buffer) < self._missing:
            return False
        keep = len(self._buffer) == self._missing
        return self._finish(self._buffer[: self._missing], keep=keep)

    def end(self) -> bool:
        """Note that nothing more will come; return whether that makes the answer whole."""
        return self._until_end and self._finish(self._buffer, keep=False)

    def _take_head(self, head: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        version, _, rest = lines[0].partition(" ")
        if not version.startswith("HTTP/1.") or not is_length(rest[:3]):
            raise BadAnswer(f"The answer is not HTTP: {lines[0][:80]!r}")
        status = int(rest[:3])
        if 100 <= status < 200:
            return  # an interim answer: the real one follows
        headers = []
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers.append((name.lower(), value.strip()))
        found = dict(headers)
        closes = found.get("connection", "").lower() == "close" or version == "HTTP/1.0"
        self._head = (status, headers, not closes)
        if not (self._bodyless or status in (204, 304)):
            self._expect_body(found)

    def _expect_body(self, headers: dict[str, str]) -> None:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            self._chunked = True
            return
        length = headers.get("content-length")
        if length is None:
            self._until_end = True
        elif is_length(length):
            self._missing = int(length)
        else:
            raise BadAnswer(f"The answer has no length: {length[:80]!r}")

    def _finish(self, body: bytes, *, keep: bool) -> bool:
        assert self._head is not None  # noqa: S101 - the head comes first
        status, headers, may_keep = self._head
        self.answer = HttpAnswer(status, headers, body, keep and may_keep)
        return True


def is_length(text: str) -> bool:
    """Whether it is a number of bytes, as a header writes it."""
    return text.isascii() and text.isdigit() and len(text) < 20


def _unchunked(data: bytes) -> bytes | None:
    """Return the body, None while it is not whole. Raises BadAnswer."""
    body: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at)
        if end < 0:
            return None
        text = data[at:end].partition(b";")[0].strip()
        if not text or len(text) > 8 or text.strip(b"0123456789abcdefABCDEF"):
            raise BadAnswer("The answer's chunks cannot be read")
        size = int(text, 16)
        at = end + 2
        if size == 0:
            if data[at : at + 2] == b"\r\n" or data.find(_END, at) >= 0:
                return b"".join(body)
            return None
        if len(data) < at + size + 2:
            return None
        body.append(data[at : at + size])
        at += size + 2

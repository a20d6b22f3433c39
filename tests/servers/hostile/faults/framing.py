"""Answers that are framed oddly, or wrongly, as HTTP."""

from __future__ import annotations

from collections.abc import Callable

from tests.servers.hostile.answers import Answer
from tests.servers.hostile.faults.building_blocks import Work
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile

_FRAMED = ("HeadObject", "PutObject", "GetObject", "UploadPart", "ListObjectsV2")
_FLOOD = 2000  # interim answers


def _lines(answer: Answer) -> list[str]:
    headers = {"Content-Length": str(len(answer.body)), **answer.headers}
    return [
        f"HTTP/1.1 {answer.status} OK",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]


def _framed(
    s3: Hostile, frame: Callable[[Request, Answer], bytes], *operations: str, close: bool = False
) -> None:
    """Send answers as these bytes; `close` the connection afterwards."""

    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        return Answer(raw=frame(request, answer), close=close) if answer.raw is None else answer

    for operation in operations or _FRAMED:
        s3.change(operation, wrap)


def _sent(request: Request, answer: Answer, lines: list[str], end: str = "\r\n") -> bytes:
    head = "".join(line + end for line in (*lines, "")).encode()
    return head if request.method == "HEAD" else head + answer.body


@fault("two-lengths", "Answers have two Content-Lengths, the second one too large")
def two_lengths(s3: Hostile) -> None:
    def frame(request: Request, answer: Answer) -> bytes:
        more = f"Content-Length: {len(answer.body) + 7}"
        return _sent(request, answer, [*_lines(answer), more])

    _framed(s3, frame, close=True)


@fault("one-length-twice", "Answers have the same Content-Length twice")
def one_length_twice(s3: Hostile) -> None:
    def frame(request: Request, answer: Answer) -> bytes:
        lines = _lines(answer)
        return _sent(request, answer, [*lines, lines[1]])

    _framed(s3, frame)


@fault("head-comes-with-the-body", "HeadObject is answered with the object's bytes, too")
def head_comes_with_the_body(s3: Hostile) -> None:
    def frame(request: Request, answer: Answer) -> bytes:
        stored = s3.buckets[request.bucket].objects.get(request.key)
        return _sent(request, answer, _lines(answer)) + (stored.data if stored else b"")

    _framed(s3, frame, "HeadObject")


@fault("body-comes-with-more", "Bodies are followed by another answer")
def body_comes_with_more(s3: Hostile) -> None:
    def frame(request: Request, answer: Answer) -> bytes:
        more = b'HTTP/1.1 200 OK\r\nETag: "0123"\r\nContent-Length: 0\r\n\r\n'
        return _sent(request, answer, _lines(answer)) + more

    _framed(s3, frame)


@fault("lines-end-with-lf", "The lines of answers' heads end with LF")
def lines_end_with_lf(s3: Hostile) -> None:
    _framed(s3, lambda request, answer: _sent(request, answer, _lines(answer), "\n"))


@fault("headers-are-folded", "Headers are folded after their names")
def headers_are_folded(s3: Hostile) -> None:
    def frame(request: Request, answer: Answer) -> bytes:
        first, *lines = _lines(answer)
        folded = [line.replace(": ", ":\r\n ", 1) for line in lines]
        return _sent(request, answer, [first, *folded])

    _framed(s3, frame)


@fault("flood-of-interim-answers", f"Answers come after {_FLOOD} interim ones")
def flood_of_interim_answers(s3: Hostile) -> None:
    def frame(request: Request, answer: Answer) -> bytes:
        return b"HTTP/1.1 100 Continue\r\n\r\n" * _FLOOD + _sent(request, answer, _lines(answer))

    _framed(s3, frame, close=True)

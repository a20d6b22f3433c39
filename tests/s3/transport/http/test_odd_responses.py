"""Fuzzes the parser: against Python's own, and in any pieces."""

from __future__ import annotations

import io
import re
from http.client import HTTPException, HTTPResponse
from itertools import pairwise
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.response import ResponseReader

INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"
STATUS_LINES = (
    b"HTTP/1.1 200 OK",
    b"HTTP/1.1 200",
    b"HTTP/1.0 200 OK",
    b"HTTP/1.1 404 Not Found",
    b"HTTP/1.1 204 No Content",
    b"HTTP/1.1 304 Not Modified",
    b"HTTP/1.1 2000 OK",
    b"HTTP/1.1 +20 OK",
    b"220 ftp",
)
HEADERS = (
    b'ETag: "e"',
    b"Content-Length: 4",
    b"Content-Length: 5",
    b"Content-Length: 0",
    b"Content-Length: 4, 4",
    b"Content-Length : 4",
    b"Content-Length: +4",
    b"Content-Length: -4",
    b"Content-Length:",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: identity",
    b"Connection: close",
    b"Connection: keep-alive, Close",
    b"x-amz-meta-a: voil\xc3\xa0",
    b"x-amz-meta-b: a\x00b",
    b"x-amz-meta-c: a\rb",
    b" folded",
    b"\tContent-Length: 5",
    b"no colon",
    b": no name",
)
BARE_CR = re.compile(rb"\r(?!\n)")
BODIES = (
    b"",
    b"body",
    b"body and more",
    b"4\r\nbody\r\n0\r\n\r\n",
    b"4;a=b\r\nbody\r\n0\r\nx: 1\r\n\r\n",
    b"4\r\nbody\r\n0\r\n\r\nmore",
    b"4\r\nbody",
    b"4\nbody\n0\n\n",
    b"-4\r\nbody\r\n0\r\n\r\n",
    b"5\r\nbody\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
)


@st.composite
def odd_responses(draw):
    """Bytes that resemble a response, with some bytes changed."""
    end = draw(st.sampled_from([b"\r\n", b"\r\n", b"\n"]))
    lines = [
        draw(st.sampled_from(STATUS_LINES)),
        *draw(st.lists(st.sampled_from(HEADERS), max_size=4)),
    ]
    head = b"".join(line + end for line in lines) + end
    data = bytearray(draw(st.sampled_from([b"", INTERIM])) + head + draw(st.sampled_from(BODIES)))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(data)


def ours(pieces, bodyless):
    """Return status, headers, body and whether the connection is kept; None: an error."""
    reader = ResponseReader(bodyless)
    try:
        for piece in pieces:
            if reader.feed(piece):
                break
        else:
            reader.end()
    except BadResponse:
        return None
    found = reader.response
    return found and (found.status, found.headers, found.body, found.keep)


class FakeSocket:
    """A socket that received these bytes, and was closed."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def makefile(self, *_: object) -> io.BytesIO:
        return self._file


LISTED_LENGTHS = re.compile(rb"content-length[ \t]*:[^\r\n]*,", re.IGNORECASE)


def of_python(data, bodyless):
    """Return status and body as http.client reads them; None: an error."""
    sock: Any = FakeSocket(data)
    response = HTTPResponse(sock, method="HEAD" if bodyless else "GET")
    try:
        response.begin()
        return response.status, response.read()
    except (HTTPException, ValueError):
        return None
    finally:
        response.close()


@settings(deadline=None, max_examples=300)
@given(odd_responses(), st.booleans())
@example(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody1", False)
def test_what_is_read_is_what_python_reads(data, bodyless):
    """Where Python is less strict, it is an error here; nothing is read in another way."""
    found = ours([data], bodyless)
    if found is None or BARE_CR.search(data):  # for Python, a CR ends a line
        return
    status, headers, body, _ = found
    lengths = [value for name, value in headers if name == "content-length"]
    if len(lengths) > 1 or LISTED_LENGTHS.search(data):
        return  # they are equal; Python takes the first, and “4, 4” for no length
    if status in (204, 304):
        assert body == b""  # Python reads chunks
        return
    assert (status, body) == of_python(data, bodyless)


@settings(deadline=None, max_examples=300)
@given(odd_responses(), st.booleans(), st.lists(st.integers(0, 150), max_size=6))
def test_pieces_make_no_difference(data, bodyless, cuts):
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    whole, pieces = ours([data], bodyless), ours([data[a:b] for a, b in pairwise(edges)], bodyless)
    if whole is None or pieces is None:
        assert whole == pieces
    else:
        assert whole[:3] == pieces[:3]  # data after the response may come later


@settings(deadline=None, max_examples=300)
@given(odd_responses(), st.booleans(), st.binary(min_size=1, max_size=20))
def test_data_after_a_response_ends_the_connection(data, bodyless, more):
    first = ours([data], bodyless)
    if first is None or not first[3]:
        return
    assert ours([data + more], bodyless) == (*first[:3], False)

"""A corpus of odd heads: each is read in the one way that RFC 9112 allows, or is an error."""

from __future__ import annotations

import pytest

from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.head import Head, end_of_head, read_head

OK = b"HTTP/1.1 200 OK\r\n"


def read(data):
    """Parse a head with its empty line."""
    end, after = end_of_head(data, 0)
    assert after == len(data), "It doesn't end there"
    return read_head(data[:end])


def headers(lines):
    return read(OK + lines + b"\r\n").headers


def length(lines):
    found = read(OK + lines + b"\r\n")
    return "chunked" if found.chunked else found.length


@pytest.mark.parametrize(
    ("line", "status", "keep"),
    [
        (b"HTTP/1.1 200 OK", 200, True),
        (b"HTTP/1.1 200 ", 200, True),
        (b"HTTP/1.1 200", 200, True),
        (b"HTTP/1.1 404 Not Found: \xc3\xa9\t!", 404, True),
        (b"HTTP/1.0 200 OK", 200, False),
        (b"HTTP/1.2 200 OK", 200, True),
        (b"HTTP/1.1 100 Continue", 100, True),
        (b"HTTP/1.1 999 Odd", 999, True),
    ],
)
def test_status_lines(line, status, keep):
    assert read(line + b"\r\n\r\n") == Head(status, [], False, None, keep)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b" HTTP/1.1 200 OK",
        b"http/1.1 200 OK",
        b"HTTP/1.1  200 OK",
        b"HTTP/1.1\t200 OK",
        b"HTTP/1.1 2000 OK",
        b"HTTP/1.1 20 OK",
        b"HTTP/1.1 099 OK",
        b"HTTP/1.1 +20 OK",
        b"HTTP/1.1 200OK",
        b"HTTP/1.1 101 Switching Protocols",
        b"HTTP/1.11 200 OK",
        b"HTTP/2 200",
        b"HTTP/2.0 200 OK",
        b"HTTP/1.\xb2 200 OK",
        b"ICY 200 OK",
        b"SSH-2.0-OpenSSH",
        b"\x15\x03\x03\x00\x02\x02\x46",
    ],
)
def test_what_is_no_status_line(line):
    with pytest.raises(BadResponse, match="isn't HTTP"):
        read(line + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b'ETag: "a"\r\n', [("etag", '"a"')]),
        (b'ETag:"a"\r\n', [("etag", '"a"')]),
        (b'ETag: \t "a" \t \r\n', [("etag", '"a"')]),
        (b"x_odd.name!: 1\r\n", [("x_odd.name!", "1")]),
        (b"Empty:\r\nx: 1\r\n", [("empty", ""), ("x", "1")]),
        (b"a: 1\r\nA: 2\r\n", [("a", "1"), ("a", "2")]),
        (b"a: b:c\r\n", [("a", "b:c")]),
        # A value isn't only ASCII; its last byte may look like a blank of Unicode.
        (b"x-amz-meta-a: voil\xc3\xa0\r\n", [("x-amz-meta-a", "voil\xc3\xa0")]),
        (b"x-amz-meta-a: \xc3\x85\r\n", [("x-amz-meta-a", "\xc3\x85")]),
        # Folded lines (obs-fold).
        (b"a: 1\r\n 2\r\n\t3\r\nb: 4\r\n", [("a", "1 2 3"), ("b", "4")]),
        (b"a:\r\n 2\r\n", [("a", "2")]),
        # Lines that end with LF.
        (b"a: 1\nb: 2\n", [("a", "1"), ("b", "2")]),
        (b"a: 1\nb: 2\r\nc: 3\r\n", [("a", "1"), ("b", "2"), ("c", "3")]),
        (b"a: 1\n 2\n", [("a", "1 2")]),
        # Characters that a line can't have are blanks.
        (b"a: 1\r2\r\n", [("a", "1 2")]),
        (b"a: 1\r\r\n", [("a", "1")]),
        (b"a: 1\x002\r\n", [("a", "1 2")]),
        (b"a: 1\x01\x7f2\r\n", [("a", "1\x01\x7f2")]),
        (b"".join(b"x-%d: 1\r\n" % n for n in range(3000)), [(f"x-{n}", "1") for n in range(3000)]),
    ],
)
def test_headers(lines, expected):
    assert headers(lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        b"no colon\r\n",
        b"nocolon\r\n",
        b": no name\r\n",
        b"Content-Length : 5\r\n",
        b"Content Length: 5\r\n",
        b"Content-Length\x00: 5\r\n",
        b"Content-L\xe9ngth: 5\r\n",
        b"(name): 5\r\n",
        b" folded: 1\r\n",
        b"a: 1\r\n\x0bb: 2\r\n",
        b"a: 1\nb\n",
    ],
)
def test_invalid_headers(lines):
    with pytest.raises(BadResponse, match="without a valid name"):
        headers(lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b"", None),
        (b"Content-Length: 5\r\n", 5),
        (b"content-length:5\r\n", 5),
        (b"Content-Length: 005\r\n", 5),
        (b"Content-Length: 5\r\nContent-Length: 5\r\n", 5),
        (b"Content-Length: 5, 5\r\n", 5),
        (b"Content-Length: 9999999999999999999\r\n", 9999999999999999999),
        (b"Transfer-Encoding: chunked\r\n", "chunked"),
        (b"Transfer-Encoding: \tCHUNKED \r\n", "chunked"),
    ],
)
def test_lengths(lines, expected):
    assert length(lines) == expected


def test_a_repeated_length_is_one_value():
    assert headers(b"a: 1, 1\r\nContent-Length: 5, 5\r\n") == [
        ("a", "1, 1"),
        ("content-length", "5"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length:\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: -5\r\n",
        b"Content-Length: 5 5\r\n",
        b"Content-Length: 5\r6\r\n",
        b"Content-Length: 0x5\r\n",
        b"Content-Length: 5.0\r\n",
        b"Content-Length: five\r\n",
        b"Content-Length: \xb2\r\n",
        b"Content-Length: 5,\r\n",
        b"Content-Length: 5, 6\r\n",
        b"Content-Length: 5, 05\r\n",
        b"Content-Length: 5\r\n 6\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 6\r\nX: 1\r\nContent-Length: 5\r\n",
        b"Content-Length: 5\nContent-Length: 6\n",
        b"Content-Length: %s\r\n" % (b"9" * 5000),
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding:\r\n",
        b"Transfer-Encoding: gzip\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: chunked, gzip\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked;q=1\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
    ],
)
def test_invalid_lengths(lines):
    with pytest.raises(BadResponse, match="no valid length"):
        length(lines)


@pytest.mark.parametrize(
    ("lines", "keep"),
    [
        (b"Connection: keep-alive\r\n", True),
        (b"Connection: Close\r\n", False),
        (b"Connection: keep-alive, close\r\n", False),
        (b"Connection: close\r\nConnection: keep-alive\r\n", False),
        (b"Connection: closed\r\n", True),
    ],
)
def test_the_connection(lines, keep):
    assert read(OK + lines + b"\r\n").keep is keep


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\n\n", b"\r\n\n", b"\n\r\n"])
@pytest.mark.parametrize("rest", [b"", b"a\r\n\r\nb", b"\n\n", b"\r\n"])
def test_where_a_head_ends(end, rest):
    data = b"HTTP/1.1 200 OK\r\na: 1" + end + rest
    found, after = end_of_head(data, 0)
    assert data[after:] == rest
    assert read_head(data[:found]).headers == [("a", "1")]
    assert end_of_head(data, after - 1) == (found, after)  # all but the last byte was known before

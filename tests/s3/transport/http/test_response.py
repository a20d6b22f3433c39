from __future__ import annotations

import gc
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.response import (
    LONGEST_BODY,
    LONGEST_HEAD,
    MOST_INTERIM,
    ResponseReader,
)

INTERIM = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def read(*pieces, bodyless=False, end=False):
    reader = ResponseReader(bodyless)
    whole = [reader.feed(piece) for piece in pieces]
    if end:
        whole.append(reader.end())
    return reader.response if whole and whole[-1] else None


def chunked(pieces, trailer=b""):
    chunks = b"".join(b"%X;note=1\r\n%s\r\n" % (len(one), one) for one in pieces if one)
    return chunks + b"0\r\n" + trailer + b"\r\n"


@st.composite
def responses(draw):
    """A response as bytes, its body, and whether it ends with the connection."""
    body = draw(st.binary(max_size=60))
    form = draw(st.sampled_from(["length", "chunks", "end"]))
    head = draw(st.sampled_from([b"", INTERIM])) + OK + b'ETag: "abc"\r\n'
    if form == "length":
        return head + b"Content-Length: %d\r\n\r\n" % len(body) + body, body, False
    if form == "chunks":
        cut = draw(st.integers(0, len(body)))
        trailer = draw(st.sampled_from([b"", b"x-amz-checksum-crc32: AAAA\r\n"]))
        sent = chunked([body[:cut], body[cut:]], trailer)
        return head + b"Transfer-Encoding: chunked\r\n\r\n" + sent, body, False
    return head + b"\r\n" + body, body, True


@settings(deadline=None)
@given(responses(), st.lists(st.integers(0, 300), max_size=8))
def test_a_response_in_any_pieces_is_the_same(response, cuts):
    data, body, ends = response
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    found = read(*(data[a:b] for a, b in pairwise(edges)), end=ends)
    assert (found.status, found.body, found.keep) == (200, body, not ends)
    assert found.headers[0] == ("etag", '"abc"')


@settings(deadline=None)
@given(responses())
def test_byte_by_byte(response):
    data, body, ends = response
    found = read(*(data[at : at + 1] for at in range(len(data))), end=ends)
    assert found.body == body


@settings(deadline=None)
@given(responses(), st.integers(1, 200))
def test_a_partial_response_is_incomplete(response, missing):
    data, _, ends = response
    assert ends or read(data[: max(0, len(data) - missing)]) is None


@settings(deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_data_is_parsed_or_an_error_or_incomplete(data, bodyless):
    with suppress(BadResponse):
        read(data, bodyless=bodyless)


@settings(deadline=None)
@given(st.binary(max_size=12), st.binary(max_size=12))
def test_any_head_is_parsed_or_an_error(status, length):
    head = b"HTTP/1.1 " + status + b" OK\r\nContent-Length: " + length + b"\r\n\r\n"
    with suppress(BadResponse):
        read(head)


@pytest.mark.parametrize(
    "head",
    [
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 \xb2\xb2\xb2 OK\r\n\r\n",
        OK + b"Content-Length: five\r\n\r\n",
        OK + b"Content-Length: -5\r\n\r\n",
        OK + b"Content-Length: \xb2\r\n\r\n",
        OK + b"Content-Length: %s\r\n\r\n" % (b"9" * 5000),
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        CHUNKED + b"\r\n",
        CHUNKED + b"five\r\n",
        CHUNKED + b"+2\r\n",
        CHUNKED + b" 2\r\n",
        CHUNKED + b"0x2\r\n",
        CHUNKED + b"2 2\r\n",
        CHUNKED + b"2;a\nb\r\nab\r\n",
        CHUNKED + b"2;\x00\r\nab\r\n",
        CHUNKED + b"12345678901234567\r\n",
        CHUNKED + b"2\r\nab0\r\n\r\n",
        CHUNKED + b"-2\r\n0\r\n\r\n",
        CHUNKED + b"2\r\nabcd\r\n0\r\n\r\n",
        CHUNKED + b"2" * 10_000,
        CHUNKED + b"0\r\n" + b"x" * 70_000,
    ],
)
def test_a_response_that_is_not_http_is_an_error(head):
    with pytest.raises(BadResponse):
        read(head)


@pytest.mark.parametrize("end", [b"", b"\r\n\r\n"])
def test_the_head_has_a_limit(end):
    with pytest.raises(BadResponse, match="Head of the response"):
        read(OK + b"x: " + b"x" * LONGEST_HEAD + end)


def test_the_number_of_interim_responses_has_a_limit():
    interim = b"HTTP/1.1 102 Processing\r\n\r\n"
    assert read(interim * MOST_INTERIM, OK + b"Content-Length: 0\r\n\r\n").status == 200
    with pytest.raises(BadResponse, match="interim"):
        read(*[interim] * (MOST_INTERIM + 1))


@pytest.mark.parametrize(
    ("chunks", "body"),
    [
        (b"002\r\nab\r\n000\r\n\r\n", b"ab"),
        (b"2 \t\r\nab\r\n0\r\n\r\n", b"ab"),
        (b'2;a="b;c";d\r\nab\r\n0;e\r\nx: 1\r\ny: 2\r\n\r\n', b"ab"),
        (b"0000000000000002\r\nab\r\n0\r\n\r\n", b"ab"),
    ],
)
def test_odd_chunks(chunks, body):
    found = read(CHUNKED + chunks)
    assert (found.body, found.keep) == (body, True)


def test_a_chunk_may_have_four_gigabytes():
    reader = ResponseReader(False, lambda *_: lambda _: None)
    assert not reader.feed(CHUNKED + b"140000000\r\nab")


def test_the_end_of_the_connection_is_no_end_of_chunks():
    assert read(CHUNKED + b"2\r\nab\r\n", end=True) is None
    assert read(CHUNKED + b"2\r\nab\r\n0\r\n", end=True) is None


@pytest.mark.parametrize(
    ("head", "bodyless"),
    [
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n", False),
        (b"HTTP/1.1 204 No Content\r\n", False),
        (b"HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n", False),
        (OK + b"Content-Length: 4\r\n", True),
        (OK + b"Transfer-Encoding: chunked\r\n", True),
    ],
)
def test_a_body_where_there_is_none_ends_the_connection(head, bodyless):
    found = read(head + b"\r\nbody", bodyless=bodyless)
    assert (found.body, found.keep) == (b"", False)


@pytest.mark.parametrize(
    "form", [b"", b"Content-Length: 99999999\r\n", b"Transfer-Encoding: chunked\r\n"]
)
def test_the_body_has_a_limit(form):
    with pytest.raises(BadResponse, match="too long"):
        read(OK + form + b"\r\n", bytes(LONGEST_BODY + 1))


@pytest.mark.parametrize(
    ("head", "keep"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n", False),
        (b"HTTP/1.1 204 No Content\r\n", True),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n", True),
    ],
)
def test_whether_the_connection_is_kept(head, keep):
    assert read(head + b"\r\n").keep is keep


def test_more_data_than_announced_closes_the_connection():
    found = read(OK + b"Content-Length: 2\r\n\r\nabcd")
    assert (found.body, found.keep) == (b"ab", False)


@pytest.mark.parametrize(
    "form", [b"Content-Length: 99\r\n", b"Transfer-Encoding: chunked\r\n", b""]
)
def test_a_response_to_head_has_no_body(form):
    found = read(OK + form + b"\r\n", bodyless=True)
    assert (found.body, found.keep) == (b"", True)


@pytest.mark.parametrize(
    ("form", "end"),
    [(b"Content-Length: %d\r\n", False), (b"Transfer-Encoding: chunked\r\n", False), (b"", True)],
)
def test_a_body_passed_on_has_no_limit(form, end):
    pieces: list[int] = []
    reader = ResponseReader(False, lambda status, headers: lambda piece: pieces.append(len(piece)))
    size = LONGEST_BODY * 3
    reader.feed(OK + (form % size if b"%" in form else form) + b"\r\n")
    for _ in range(size // (1 << 20)):
        piece = bytes(1 << 20)
        reader.feed(chunked([piece])[:-5] if b"chunked" in form else piece)
    assert reader.end() if end else reader.feed(b"0\r\n\r\n" if b"chunked" in form else b"")
    assert reader.response
    assert (sum(pieces), reader.response.body) == (size, b"")


def test_only_successful_bodies_are_passed_on():
    reader = ResponseReader(False, lambda *_: pytest.fail("It was handed over"))
    assert reader.feed(b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno")
    assert reader.response
    assert reader.response.body == b"no"


def test_whether_data_was_received():
    reader = ResponseReader(False)
    assert not reader.started
    assert not reader.end()
    reader.feed(b"H")
    assert reader.started


def test_a_response_leaves_no_reference_cycles():
    gc.collect()
    reader = ResponseReader(bodyless=False)
    assert reader.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
    del reader
    assert gc.collect() == 0


@pytest.mark.parametrize("text", ["voilà", "wait…", "\xa0a"])
def test_bytes_of_a_value_that_latin1_takes_for_spaces_stay(text):
    head = OK + b"x-amz-meta-a: \t" + text.encode() + b" \t\r\nContent-Length: 0\r\n\r\n"
    assert dict(read(head).headers)["x-amz-meta-a"].encode("latin-1").decode() == text

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.desktop.handover import (
    MOST_BYTES,
    MOST_FILES,
    Handover,
    parse_handover,
)


@pytest.mark.parametrize(
    "handover",
    [
        Handover(),
        Handover(("/home/a b/ü.txt", "file:///x%20y", "smb://nas/b", r"C:\a", r"\\nas\a"), "t_1"),
        Handover(("/name-\udcff-not-in-utf-8",)),
    ],
)
def test_it_arrives_as_it_was_sent(handover):
    assert parse_handover(handover.to_line()) == handover


@pytest.mark.parametrize(
    "handover",
    [
        Handover(("relative",)),
        Handover(("",)),
        Handover(("/two\nlines",)),
        Handover(("/\x1b[2J",)),
        Handover(("/\u2028",)),
        Handover(("/" + "x" * 32_768,)),
        Handover(("/a",) * (MOST_FILES + 1)),
        Handover(tuple(f"/{n}{'x' * 30_000}" for n in range(MOST_BYTES // 30_000 + 1))),
        Handover(token="a b"),
        Handover(token="x" * 1025),
    ],
)
def test_what_would_not_be_accepted_is_not_sent(handover):
    assert handover.to_line() is None


def line(**fields):
    return json.dumps(fields).encode() + b"\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\n",
        b"null\n",
        b"[]\n",
        b"{}\n",
        b"[" * 100_000 + b"\n",
        b'{"files": [], "token": ""}',  # no end
        b'{"files": [], "token": "\xff"}\n',
        line(files=[], token="", command="quit"),
        line(files=[]),
        line(files="/a", token=""),
        line(files=[["/a"]], token=""),
        line(files={"/a": 1}, token=""),
        line(files=[], token=None),
        line(files=["a"], token=""),
        line(files=["/a\u0000"], token=""),
        line(files=["/a"], token="\u0007"),
        b" " * MOST_BYTES + line(files=[], token=""),
    ],
)
def test_nothing_else_is_accepted(sent):
    assert parse_handover(sent) is None


@given(st.binary(max_size=200))
def test_no_bytes_are_an_error(sent):
    assert parse_handover(sent + b"\n") is None

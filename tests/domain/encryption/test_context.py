"""Encryption context: the header, what a response says, and what is refused."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.encryption.context import (
    MAX_HEADER_BYTES,
    context_header,
    context_problems,
    read_context,
)

PAIRS = (("department", "Finanzen – Köln"), ("project", "q=1&r"))


def header_of(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def test_the_header_is_the_base64_of_json_in_utf_8():
    assert context_header((("a", "ü"),)) == base64.b64encode('{"a":"ü"}'.encode()).decode()


def test_equal_pairs_in_any_order_give_the_same_header():
    assert context_header(PAIRS) == context_header(PAIRS[::-1])


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_what_is_sent_is_read_again(pairs):
    sent = tuple(sorted(pairs.items()))
    if not any(context_problems(sent)):
        assert read_context(context_header(sent)) == sent


def test_the_pair_that_s3_adds_itself_is_not_read():
    assert read_context(header_of({"aws:s3:arn": "arn:aws:s3:::b/k", "a": "b"})) == (("a", "b"),)


@pytest.mark.parametrize(
    "header",
    [None, "", 5, "%", "e30", "bm90IGpzb24=", header_of([]), header_of({"a": 1}), "[" * 9000],
)
def test_a_header_that_is_no_context_says_nothing(header):
    assert read_context(header) is None


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ((("", "x"),), "A key is empty"),
        ((("aws:s3:arn", "x"),), "reserved"),
        ((("AWS:S3:ARN", "x"),), "reserved"),
        ((("a", "1"), ("a", "2")), "specified 2 times"),
        ((("a", "\udce9"),), "Unicode"),
    ],
)
def test_what_is_refused(pairs, said):
    (problem,) = context_problems(pairs)
    assert said in problem.detail
    assert problem.code == "InvalidEncryptionContext"


def test_a_context_that_no_header_can_hold_is_refused():
    room = MAX_HEADER_BYTES // 4 * 3 - len('{"a":""}')
    assert not list(context_problems((("a", "x" * room),)))
    (problem,) = context_problems((("a", "x" * (room + 1)),))
    assert problem.code == "EncryptionContextTooLarge"


def test_names_and_values_may_have_other_letters_and_be_long():
    assert not list(context_problems(PAIRS))

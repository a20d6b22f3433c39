from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.policy.patterns import matches, matches_longer

ARN = "arn:aws:s3:::bucket/"


@pytest.mark.parametrize(
    ("pattern", "value", "found"),
    [
        ("*", "", True),
        ("a*c", "abbc", True),
        ("a*c", "abbcd", False),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("**", "x", True),
        ("[a]", "a", False),
        ("[a]", "[a]", True),
        ("a.c", "abc", False),
        ("home/${aws:username}/*", "home/anna/x", None),
    ],
)
def test_matches(pattern, value, found):
    assert matches(pattern, value) is found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (f"{ARN}*", True),
        ("*", True),
        (f"{ARN}in/*", True),
        (f"{ARN}in*", True),
        (f"{ARN}*/*", True),
        (f"{ARN}*/*/*", None),
        (f"{ARN}in/private/*", None),
        (f"{ARN}*.txt", None),
        (f"{ARN}out/*", False),
        (f"{ARN}in/", False),
        ("arn:aws:s3:::bucket", False),
        ("arn:aws:s3:::other/*", False),
        (f"{ARN}${{aws:username}}/*", None),
    ],
)
def test_texts_with_the_same_beginning(pattern, found):
    assert matches_longer(pattern, f"{ARN}in/") is found


def test_a_long_pattern_takes_no_time():
    assert matches("*a" * 200 + "b", "a" * 2000) is False


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_matches_as_fnmatch(pattern, value):
    assert matches(pattern, value) is fnmatchcase(value, pattern)


@given(st.text("ab*?", max_size=6), st.text("ab", max_size=4), st.text("ab", min_size=1))
def test_the_beginning_decides_for_all_longer_texts(pattern, start, rest):
    decided = matches_longer(pattern, start)
    assert decided in (None, matches(pattern, start + rest))

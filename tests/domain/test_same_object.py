from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.location import Location
from s3enc_gui.domain.same_object import cleaned, may_be_one, names_may_be_one

ONE = [
    ("m/z", "m/./z"),
    ("m/z", "m//z"),
    ("m/z", "/m/z"),
    ("m/z", "m/x/../z"),
    ("m/z", "M/Z"),
    ("m/z", "m/z."),
    ("m/z", "m/z "),
    ("m/z", "m /z"),
    ("m/z", "m\\z"),
    ("m/z", "m/z/"),
    ("é", "e\u0301"),
    ("ﬁ", "fi"),
    ("ß", "SS"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_names_that_some_server_takes_for_one(one, other):
    assert names_may_be_one(one, other)
    assert names_may_be_one(other, one)


@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("a", "b"), ("a/b", "ab"), ("a b", "ab")])
def test_names_that_are_told_apart_everywhere(one, other):
    assert not names_may_be_one(one, other)


@given(st.text("aA./ e\u0301é\\"))
def test_what_is_cleaned_stays_so(key):
    assert cleaned(cleaned(key)) == cleaned(key)


def test_to_amazon_a_key_is_opaque():
    assert not may_be_one(Location("b", "m/z"), Location("b", "m/./z"), amazon=True)
    assert may_be_one(Location("b", "m/z"), Location("b", "m/./z"), amazon=False)


@pytest.mark.parametrize(
    "alias", ["mine-abc-s3alias", "arn:aws:s3:eu-west-1:111122223333:accesspoint/mine"]
)
def test_an_access_point_and_its_bucket_may_be_one_place(alias):
    assert may_be_one(Location("b", "k"), Location(alias, "k"), amazon=True)
    assert not may_be_one(Location("b", "k"), Location(alias, "other"), amazon=True)
    assert not may_be_one(Location("b", "k"), Location("c", "k"), amazon=True)


def test_elsewhere_a_bucket_may_have_two_names():
    assert may_be_one(Location("b", "k"), Location("c", "k"), amazon=False)


def test_one_place_is_no_matter():
    assert not may_be_one(Location("b", "k"), Location("b", "k"), amazon=False)

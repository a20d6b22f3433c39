from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.location import Location
from s3enc_gui.domain.names.same_object import keys_may_be_same, may_be_same, normalized

SAME = [
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


@pytest.mark.parametrize(("one", "other"), SAME)
def test_keys_that_are_the_same_on_some_server(one, other):
    assert keys_may_be_same(one, other)
    assert keys_may_be_same(other, one)


@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("a", "b"), ("a/b", "ab"), ("a b", "ab")])
def test_keys_that_differ_everywhere(one, other):
    assert not keys_may_be_same(one, other)


@given(st.text("aA./ e\u0301é\\"))
def test_normalizing_is_idempotent(key):
    assert normalized(normalized(key)) == normalized(key)


def test_keys_are_opaque_on_amazon():
    assert not may_be_same(Location("b", "m/z"), Location("b", "m/./z"), amazon=True)
    assert may_be_same(Location("b", "m/z"), Location("b", "m/./z"), amazon=False)


@pytest.mark.parametrize(
    "alias", ["mine-abc-s3alias", "arn:aws:s3:eu-west-1:111122223333:accesspoint/mine"]
)
def test_an_access_point_and_its_bucket_may_be_the_same(alias):
    assert may_be_same(Location("b", "k"), Location(alias, "k"), amazon=True)
    assert not may_be_same(Location("b", "k"), Location(alias, "other"), amazon=True)
    assert not may_be_same(Location("b", "k"), Location("c", "k"), amazon=True)


def test_other_servers_may_have_bucket_aliases():
    assert may_be_same(Location("b", "k"), Location("c", "k"), amazon=False)


def test_the_same_location_is_not_reported():
    assert not may_be_same(Location("b", "k"), Location("b", "k"), amazon=False)

from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.wording.audits.audit_colors import GroupColors

NUMBER = "0ecd1de5-14e5-4b9e-9e3b-1e6bd9c1a9d2"


def key(name):
    return Group(StatusKind.SSE_KMS, name, "aws:kms")


def clashing(colors, first):
    """Return a key whose color would be that of the first."""
    return next(
        one
        for one in (key(f"key-{number}") for number in range(1000))
        if GroupColors().of(one) == colors.of(first)
    )


def test_the_color_of_a_key_does_not_depend_on_the_keys_before_it():
    one, other = GroupColors(), GroupColors()
    first, second = key("a"), key("b")
    assert GroupColors().of(first) != GroupColors().of(second)
    assert (one.of(first), one.of(second)) == (other.of(second), other.of(first))[::-1]


def test_two_keys_never_share_a_color_while_there_are_others():
    colors = GroupColors()
    first = key("a")
    assert colors.of(clashing(colors, first)) != colors.of(first)
    many = [colors.of(key(f"many-{number}")) for number in range(6)]
    assert len({*many, colors.of(first)}) == 7


def test_many_keys_all_have_a_color():
    colors = GroupColors()
    found = [colors.of(key(f"key-{number}")) for number in range(50)]
    assert found == [colors.of(key(f"key-{number}")) for number in range(50)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"arn:aws:kms:eu-central-1:111122223333:key/{NUMBER}", NUMBER),
        ("arn:aws:kms:my-key", "my-key"),
    ],
)
def test_the_same_key_under_two_names_has_one_color(one, other):
    colors = GroupColors()
    assert colors.of(key(one)) == colors.of(key(other))

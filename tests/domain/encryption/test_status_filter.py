from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from tests.fakes.audits import BARE, KMS, S3

ONLY_S3, NOT_S3 = StatusFilter(frozenset({S3})), StatusFilter(frozenset({S3}), excluded=True)


@pytest.mark.parametrize(
    ("wanted", "accepted"),
    [
        (EVERYTHING, [S3, KMS, None]),
        (ONLY_S3, [S3]),
        (NOT_S3, [KMS, None]),
        (StatusFilter(frozenset({S3, None})), [S3, None]),
        (StatusFilter(excluded=True), [S3, KMS, None]),
    ],
)
def test_accepted_groups(wanted, accepted):
    assert [group for group in (S3, KMS, None) if wanted.accepts(group)] == accepted


@pytest.mark.parametrize(
    ("before", "group", "after"),
    [
        (EVERYTHING, S3, ONLY_S3),
        (ONLY_S3, S3, EVERYTHING),
        (ONLY_S3, BARE, StatusFilter(frozenset({S3, BARE}))),
        (NOT_S3, S3, EVERYTHING),
        (NOT_S3, BARE, StatusFilter(frozenset({BARE}))),
    ],
)
def test_a_click(before, group, after):
    assert before.toggled(group) == after


@pytest.mark.parametrize(
    ("before", "group", "after"),
    [
        (EVERYTHING, S3, NOT_S3),
        (NOT_S3, S3, EVERYTHING),
        (NOT_S3, BARE, StatusFilter(frozenset({S3, BARE}), excluded=True)),
        (ONLY_S3, BARE, StatusFilter(frozenset({BARE}), excluded=True)),
    ],
)
def test_a_ctrl_click(before, group, after):
    assert before.excluding(group) == after


def test_inverted():
    assert (ONLY_S3.inverted(), NOT_S3.inverted()) == (NOT_S3, ONLY_S3)
    assert EVERYTHING.inverted() == EVERYTHING

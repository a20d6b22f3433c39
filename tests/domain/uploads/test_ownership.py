"""Whose an object is that holds our bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.uploads.ownership import Attempt, Owner, began_at, is_clearly_older, whose

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("was_free", "lost", "same", "expected"),
    [
        (True, False, True, Owner.OURS),
        (True, True, True, Owner.OURS),
        (False, True, True, Owner.OURS),
        (False, False, True, Owner.UNKNOWN),
        (True, True, None, Owner.UNKNOWN),
        (True, True, False, Owner.THEIRS),
    ],
)
def test_a_free_name_or_a_lost_answer_and_the_same_bytes_make_it_ours(
    was_free, lost, same, expected
):
    assert whose(Attempt(was_free, lost), same, None) is expected


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (0 * SECOND, Owner.OURS),
        (0.9 * SECOND, Owner.OURS),  # dates have no fractions
        (1 * SECOND, Owner.THEIRS),
        (60 * SECOND, Owner.THEIRS),
    ],
)
def test_what_was_stored_before_the_request_began_is_theirs(earlier, expected):
    attempt = Attempt(was_free=True, lost=True, began=NOON)
    assert whose(attempt, True, NOON - earlier) is expected


def test_a_request_began_as_long_before_its_answer_as_it_took():
    assert began_at(NOON, 2.5) == NOON - 2.5 * SECOND
    assert began_at(None, 2.5) is None


@pytest.mark.parametrize(("minutes", "older"), [(0, False), (14, False), (16, True)])
def test_our_own_clock_may_differ_from_the_servers(minutes, older):
    modified = NOON - timedelta(minutes=minutes)
    assert is_clearly_older(modified, NOON) is older
    verdict = whose(Attempt(was_free=False, lost=True, begun=NOON), True, modified)
    assert verdict is (Owner.THEIRS if older else Owner.OURS)

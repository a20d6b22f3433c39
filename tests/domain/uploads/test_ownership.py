"""Who stored an object with our content."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.uploads.ownership import (
    Attempt,
    Owner,
    is_clearly_older,
    owner_of,
    server_start,
)

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
def test_a_free_key_or_a_lost_response_and_the_same_content_make_it_ours(
    was_free, lost, same, expected
):
    assert owner_of(Attempt(was_free, lost), same, None) is expected


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
    attempt = Attempt(was_free=True, response_lost=True, server_start=NOON)
    assert owner_of(attempt, True, NOON - earlier) is expected


def test_the_start_is_before_the_response():
    assert server_start(NOON, 2.5) == NOON - 2.5 * SECOND
    assert server_start(None, 2.5) is None


@pytest.mark.parametrize(("minutes", "older"), [(0, False), (14, False), (16, True)])
def test_the_local_clock_may_differ(minutes, older):
    modified = NOON - timedelta(minutes=minutes)
    assert is_clearly_older(modified, NOON) is older
    verdict = owner_of(
        Attempt(was_free=False, response_lost=True, local_start=NOON), True, modified
    )
    assert verdict is (Owner.THEIRS if older else Owner.OURS)

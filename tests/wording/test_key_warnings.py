from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, KeyFacts
from s3enc_gui.wording.formats import format_moment
from s3enc_gui.wording.key_warnings import key_warning
from tests.fakes.samples import DETAILS, PLAIN

SOON = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "state",
    [
        *("Disabled", "PendingDeletion", "PendingReplicaDeletion", "PendingImport"),
        *("Unavailable", KEY_NOT_FOUND),
    ],
)
def test_a_key_that_cannot_decrypt_is_named(state):
    warning = key_warning(replace(DETAILS, key=KeyFacts(state)))
    assert warning
    assert "“test_key”" in warning.detail
    assert (warning.code, bool(warning.title and warning.hint)) == (state, True)


@pytest.mark.parametrize("state", ["Enabled", "Creating", "Updating", "", "SomethingNew"])
def test_other_states_have_no_warning(state):
    assert key_warning(replace(DETAILS, key=KeyFacts(state))) is None


@pytest.mark.parametrize("details", [DETAILS, PLAIN])
def test_an_unknown_key_has_no_warning(details):
    assert key_warning(details) is None


def test_a_scheduled_deletion_names_date_and_consequence():
    details = replace(DETAILS, key=KeyFacts("PendingDeletion", deletion_date=SOON))
    warning = key_warning(details)
    assert warning
    assert format_moment(SOON) in warning.detail
    assert "permanently unreadable" in warning.detail
    assert "kms:CancelKeyDeletion" in warning.hint

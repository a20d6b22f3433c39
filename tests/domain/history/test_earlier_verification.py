"""Whether an object that is looked at now was verified when it was uploaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.history.earlier_verification import earlier_verification
from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.uploads.outcome import Result
from tests.fakes.samples import DETAILS, outcome

ENDED = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
BUCKET = DETAILS.location.bucket
RECEIPT = Receipt.of(outcome(Result.VERIFIED), BUCKET, ended=ENDED)


def test_the_same_object_with_the_same_encryption_is_verified():
    found = earlier_verification(DETAILS, [RECEIPT])
    assert (found.holds, found.receipt, found.at, found.reason) == (True, RECEIPT, ENDED, "")


def test_the_latest_check_that_confirmed_it_counts():
    later = [
        LaterCheck(ENDED + timedelta(days=1), "verified"),
        LaterCheck(ENDED + timedelta(days=2), "cannot tell"),
    ]
    found = earlier_verification(DETAILS, [replace(RECEIPT, checked_again=tuple(later))])
    assert found.at == later[0].at


def test_without_a_receipt_it_is_not_verified():
    found = earlier_verification(DETAILS, [])
    assert (found.holds, found.receipt) == (False, None)
    assert str(found.reason) == "no upload of this object is in the history"


OTHERS: dict[str, Any] = {
    "version": {"version_id": "other"},
    "content": {"etag": "0" * 32},
    "time": {"last_modified": ENDED + timedelta(minutes=1)},
}


@pytest.mark.parametrize("what", OTHERS)
def test_another_object_of_the_same_key_is_not_verified(what):
    found = earlier_verification(replace(DETAILS, **OTHERS[what]), [RECEIPT])
    assert (found.holds, found.receipt) == (False, None)
    assert str(found.reason) == "not the object that was uploaded from this computer"


CHANGED = {
    "none": EncryptionStatus(),
    "algorithm": replace(DETAILS.status, algorithm="aws:kms:dsse"),
    "bucket key": replace(DETAILS.status, bucket_key=not DETAILS.status.bucket_key),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_changed_encryption_under_the_same_version_and_etag_is_not_verified(what):
    found = earlier_verification(replace(DETAILS, status=CHANGED[what]), [RECEIPT])
    assert (found.holds, found.receipt) == (False, RECEIPT)
    assert "changed since the upload" in str(found.reason)


def test_another_key_under_the_same_version_and_etag_is_not_verified():
    other = f"{DETAILS.key_arn}0"
    now = replace(DETAILS, key_arn=other, status=replace(DETAILS.status, key=other))
    assert not earlier_verification(now, [RECEIPT]).holds


@pytest.mark.parametrize("result", [Result.DIFFERENT, Result.CANNOT_TELL])
def test_an_upload_that_was_not_verified_is_not(result):
    receipt = replace(RECEIPT, verdict=result.value)
    found = earlier_verification(DETAILS, [receipt])
    assert (found.holds, found.receipt) == (False, receipt)
    assert "wasn't verified" in str(found.reason)


def test_a_server_that_no_longer_reports_the_encryption_proves_nothing():
    now = replace(DETAILS, status=EncryptionStatus(unreported=True))
    assert not earlier_verification(now, [RECEIPT]).holds


def test_an_object_without_an_etag_is_none_of_the_history():
    assert not earlier_verification(replace(DETAILS, etag=""), [RECEIPT]).holds

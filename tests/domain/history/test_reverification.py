"""Receipts whose objects are verified again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from s3enc_gui.domain.encryption.comparison import Aspect, Finding, Verdict
from s3enc_gui.domain.history import reverification
from s3enc_gui.domain.history.receipt import LaterCheck
from s3enc_gui.domain.history.reverification import (
    MAX_CHECKS,
    changed_encryption,
    confirms_storing,
    is_for_object,
)
from s3enc_gui.domain.uploads.ownership import UNSURE_OWNER
from s3enc_gui.wording.history.receipt_export import as_csv, as_json
from tests.store.journal.values import NOW
from tests.store.journal.values import RECEIPT as SOME

SAME = Finding(Aspect.SIZE, "1 byte", "1 byte", Verdict.VERIFIED)
OPEN = Finding(Aspect.CHECKSUM, "CRC64NVME x", "none reported", Verdict.CANNOT_TELL)
OTHER = Finding(Aspect.KEY, "a", "b", Verdict.DIFFERENT)
UNSEEN = Finding(Aspect.OBJECT, "confirmed by the server", "not allowed", Verdict.CANNOT_TELL)
EARLIER_UNSURE = Finding(  # as earlier versions of the program recorded it
    Aspect.OBJECT,
    "stored by this upload",
    "an object of the same content that was stored during this upload, maybe by somebody else",
    Verdict.CANNOT_TELL,
)
RECEIPT: Any = replace(SOME, findings=(SAME,))
LATER = NOW + timedelta(days=1)
FINDINGS = {"verified": (SAME,), "cannot tell": (SAME, OPEN), "different": (SAME, OTHER)}


def checked_again(receipt: Any, later: Any) -> Any:
    return reverification.checked_again(receipt, later)


def judged(verdict, **more):
    return replace(RECEIPT, verdict=verdict, findings=FINDINGS[verdict], **more)


@pytest.mark.parametrize(
    ("first", "later", "kept"),
    [
        ("verified", "verified", "verified"),
        ("verified", "cannot tell", "verified"),
        ("verified", "different", "different"),
        ("cannot tell", "verified", "verified"),
        ("cannot tell", "cannot tell", "cannot tell"),
        ("cannot tell", "different", "different"),
        ("different", "verified", "different"),
        ("different", "cannot tell", "different"),
    ],
)
def test_the_verdict_after_a_later_check(first, later, kept):
    again = checked_again(judged(first), judged(later, ended=LATER, request_id="other"))
    assert again.verdict == kept
    assert [(check.at, check.verdict) for check in again.checked_again] == [(LATER, later)]
    assert (again.started, again.ended, again.request_id) == (
        RECEIPT.started,
        RECEIPT.ended,
        RECEIPT.request_id,
    )


@pytest.mark.parametrize(
    "other",
    [
        {"version_id": "another"},
        {"etag": "another"},
        {"etag": None},
        {"key": "another"},
        {"bucket": "another"},
    ],
)
def test_another_object_has_another_receipt(other):
    assert checked_again(RECEIPT, replace(RECEIPT, **other)) is None


@pytest.mark.parametrize("version", [None, "null"])
def test_without_versions_the_etag_identifies_the_object(version):
    receipt = replace(RECEIPT, version_id=None)
    assert is_for_object(receipt, RECEIPT.key, RECEIPT.etag, version)
    assert not is_for_object(receipt, RECEIPT.key, "another", version)


@pytest.mark.parametrize(
    "now",
    [
        {"algorithm": "AES256", "kms_key_arn": None, "bucket_key": False},
        {"kms_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/another"},
        {"bucket_key": False},
        {"algorithm": None},
        {"customer_key": "WYUzG87JcbJiEiqhylrUEQ=="},  # of SSE-C, with the same algorithm
    ],
)
def test_another_encryption_of_the_same_object_is_a_difference(now):
    again = checked_again(RECEIPT, replace(RECEIPT, ended=LATER, **now))
    assert again.verdict == "different"
    assert [check.verdict for check in again.checked_again] == ["different"]
    assert "changed since" in again.checked_again[0].detail
    assert again.algorithm == RECEIPT.algorithm


def test_a_key_may_be_named_by_its_id():
    later = replace(RECEIPT, kms_key_arn=RECEIPT.kms_key_arn.rpartition("/")[2])
    assert changed_encryption(RECEIPT, later) is None


def test_a_key_of_minio_may_be_named_without_the_prefix():
    receipt = replace(RECEIPT, kms_key_arn="my-key")
    assert changed_encryption(receipt, replace(receipt, kms_key_arn="arn:aws:kms:my-key")) is None
    other = replace(receipt, kms_key_arn="arn:aws:kms:a-key/my-key")
    assert changed_encryption(receipt, other) is not None


def test_an_unconfirmed_receipt_is_no_change():
    unseen = replace(RECEIPT, verdict="cannot tell", algorithm=None, findings=(UNSEEN,))
    assert changed_encryption(RECEIPT, unseen) is None
    assert checked_again(RECEIPT, unseen).verdict == "verified"
    seen_at_last = checked_again(unseen, RECEIPT)
    assert (seen_at_last.verdict, seen_at_last.algorithm) == ("verified", RECEIPT.algorithm)


def test_a_later_check_cannot_tell_the_owner():
    unsure = replace(RECEIPT, verdict="cannot tell", findings=(SAME, UNSURE_OWNER))
    assert checked_again(unsure, RECEIPT).verdict == "cannot tell"
    assert not confirms_storing(unsure)
    assert checked_again(replace(unsure, findings=(EARLIER_UNSURE,)), RECEIPT).verdict == (
        "cannot tell"
    )
    assert confirms_storing(RECEIPT)


def test_the_number_of_later_checks_is_limited():
    receipt = RECEIPT
    for number in range(2 * MAX_CHECKS):
        receipt = checked_again(receipt, replace(RECEIPT, ended=NOW + timedelta(days=number)))
    days = [(check.at - NOW).days for check in receipt.checked_again]
    assert len(days) == MAX_CHECKS
    assert days[:2] == [0, MAX_CHECKS + 1]
    assert days[-1] == 2 * MAX_CHECKS - 1


def test_exports_have_later_checks_in_one_field():
    checks = (LaterCheck(NOW, "verified"), LaterCheck(None, "different", "KMS key: changed"))
    receipt = replace(RECEIPT, checked_again=checks)
    text = f"{NOW.isoformat()}: verified; different (KMS key: changed)"
    assert f'"{text}"' in as_csv([receipt]).splitlines()[1]
    assert '"detail": "KMS key: changed"' in as_json([receipt])
    assert as_json([receipt]).count('"bucket"') == 1

"""The third state beside encrypted and not encrypted: the server does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.audits.audit import Compliance, parse_requirement
from s3enc_gui.domain.copies import comparison as copies
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import (
    Aspect,
    Expectation,
    Sent,
    Verdict,
    algorithm_text,
    compare,
)
from s3enc_gui.domain.encryption.groups import Group, group_of
from s3enc_gui.domain.encryption.object_details import WHOLE, Checksum, ObjectDetails
from s3enc_gui.domain.encryption.status import NOT_REPORTED, EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind, kind_of
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.history.reverification import changed_encryption
from s3enc_gui.domain.location import Location

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SILENT = EncryptionStatus(unreported=True)
DETAILS = ObjectDetails(
    Location("bucket", "key"), SILENT, 1, etag="e", checksum=Checksum("CRC64NVME", "c", WHOLE)
)
SENT = Sent(1, "c")


def status(**more):
    return EncryptionStatus(unreported=True, **more)


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (SILENT, StatusKind.NOT_REPORTED),
        (status(client_side=True), StatusKind.CLIENT_SIDE),
        (status(customer_algorithm="AES256"), StatusKind.SSE_C),
        (EncryptionStatus(), StatusKind.NONE),
    ],
)
def test_the_kind(found, kind):
    assert kind_of(found) is kind


def test_an_upload_that_requests_nothing_is_verified():
    asked = Expectation(EncryptionChoice(Encryption.BUCKET_DEFAULT), "AES256")
    proof = compare(asked, DETAILS, SENT)
    assert proof.verdict is Verdict.VERIFIED
    assert Aspect.ALGORITHM not in {one.aspect for one in proof.findings}


@pytest.mark.parametrize("kind", [Encryption.SSE_S3, Encryption.SSE_KMS])
def test_a_requested_encryption_cannot_be_told(kind):
    choice = EncryptionChoice(kind)
    bucket_key = False if kind is Encryption.SSE_KMS else None
    asked = Expectation(choice, kind.value, aws_s3=kind.uses_kms, bucket_key=bucket_key)
    proof = compare(asked, DETAILS, SENT)
    assert {one.verdict for one in proof.doubts} == {Verdict.CANNOT_TELL}
    stored = {str(one.stored) for one in proof.doubts if one.aspect is Aspect.ALGORITHM}
    assert stored == {"not reported by the server"}


@pytest.mark.parametrize(
    ("source", "copy", "verdict"),
    [
        (SILENT, SILENT, Verdict.VERIFIED),
        (EncryptionStatus("AES256"), SILENT, Verdict.CANNOT_TELL),
        (EncryptionStatus("aws:kms", "k"), SILENT, Verdict.CANNOT_TELL),
        (EncryptionStatus("AES256"), EncryptionStatus(), Verdict.DIFFERENT),
    ],
)
def test_copies(source, copy, verdict):
    one, other = (copies.CopySource(replace(DETAILS, status=s, tags={})) for s in (source, copy))
    assert copies.compare(one, other).verdict is verdict


@pytest.mark.parametrize("client_side", [False, True])
def test_a_requirement_cannot_be_judged(client_side):
    found = status(client_side=client_side)
    group = group_of(ObjectStatus(kind_of(found), found, NOW), {})
    assert parse_requirement("AES256").judge(group, {}) is Compliance.CANNOT_TELL
    bare = Group(StatusKind.NONE)
    assert parse_requirement("AES256").judge(bare, {}) is Compliance.VIOLATES


def test_what_is_recorded_is_read_again():
    assert SILENT.record == NOT_REPORTED
    assert EncryptionStatus.of_record(NOT_REPORTED) == SILENT
    assert EncryptionStatus.of_record(None) == EncryptionStatus()
    assert str(algorithm_text(EncryptionStatus.of_record("aws:kms"))) == "SSE-KMS"


@pytest.mark.parametrize(("was", "now"), [(None, NOT_REPORTED), (NOT_REPORTED, "AES256")])
def test_it_is_no_change_of_the_encryption(was, now):
    one, other = (Receipt("verified", "f", 1, "b", "k", None, algorithm=a) for a in (was, now))
    assert changed_encryption(one, other) is None

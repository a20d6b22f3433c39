"""KMS keys of S3-compatible servers: their names, and how the servers refuse them."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import AuditScope, Compliance, parse_requirement
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.servers.hostile import ENCRYPTION
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
KMS = EncryptionChoice(Encryption.SSE_KMS, KEY_ARN)
KEY = f"{ENCRYPTION}-aws-kms-key-id"
CRN = "crn:v1:bluemix:public:kms:us-south:a/1:2:key:3"
MINIO = "arn:aws:kms:"

# Prefix of the server, the name as it is entered, and as the server reports it.
NAMES = [
    (MINIO, "my-key", "arn:aws:kms:my-key"),
    (MINIO, "arn:aws:kms:my-key", "arn:aws:kms:my-key"),
    (MINIO, KEY_ARN.rpartition("/")[2], MINIO + KEY_ARN.rpartition("/")[2]),
    ("", "vault-key-7", "vault-key-7"),
    ("", CRN, CRN),
    ("", "abjcjdk9f3qf6kh2s4l1", "abjcjdk9f3qf6kh2s4l1"),
]


@pytest.mark.parametrize(("prefix", "name", "reported"), NAMES)
def test_a_key_of_any_name_is_sent_and_verified(
    hostile, harness, small, large, prefix, name, reported
):
    hostile.key_prefix = prefix
    choice = EncryptionChoice(Encryption.SSE_KMS, name)
    for outcome in harness.upload("bucket", [small, large], choice):
        assert outcome.result is Result.VERIFIED, outcome
        assert outcome.details.status.key == reported
        assert outcome.details.key_region is None
    asked = [one for one in hostile.requests if ENCRYPTION in one.headers]
    assert {one.headers[KEY] for one in asked} == {name}


def test_another_key_is_a_difference(hostile, harness, small):
    hostile.shown_key = "arn:aws:kms:another-key"
    (outcome,) = harness.upload("bucket", [small], EncryptionChoice(Encryption.SSE_KMS, "my-key"))
    assert outcome.result is Result.DIFFERENT


@pytest.mark.parametrize("name", ["my-key", "arn:aws:kms:my-key"])
def test_the_default_of_a_bucket_is_preset_and_verified(hostile, harness, small, name):
    hostile.key_prefix = MINIO
    hostile.buckets["bucket"].default = {ENCRYPTION: "aws:kms", KEY: name}
    facts = harness.run(ReadBucket(harness.connection, "bucket"))
    assert (facts.default.as_choice().key, facts.amazon) == (name, False)
    default = EncryptionChoice(Encryption.BUCKET_DEFAULT)
    (outcome,) = harness.upload("bucket", [small], default)
    assert outcome.result is Result.VERIFIED
    (outcome,) = harness.upload("bucket", [small], facts.default.as_choice(), prefix="again/")
    assert outcome.result is Result.VERIFIED


@pytest.mark.parametrize("required", ["my-key", "arn:aws:kms:my-key"])
def test_an_audit_requires_a_key_of_any_name(hostile, harness, tmp_path, required):
    hostile.put("mine", b"x", {ENCRYPTION: "aws:kms", KEY: "arn:aws:kms:my-key"})
    hostile.put("other", b"x", {ENCRYPTION: "aws:kms", KEY: "arn:aws:kms:other-key"})
    requirement = parse_requirement(f"aws:kms={required}")
    job = AuditBucket(harness.connection, AuditScope("bucket"), requirement, folder=str(tmp_path))
    report = harness.run(job).report
    assert report.judged(Compliance.COMPLIES) == report.judged(Compliance.VIOLATES) == 1
    assert report.judged(Compliance.CANNOT_TELL) == 0


def test_a_copy_keeps_a_key_of_any_name(hostile, harness):
    hostile.put("mine", b"x", {ENCRYPTION: "aws:kms", KEY: "arn:aws:kms:my-key"})
    plan = CopyPlan("bucket", Destination("bucket", "copy/"), (ObjectRef("mine"),))
    (outcome,) = harness.run(CopyObjects(harness.connection, plan)).outcomes
    assert outcome.result is Result.VERIFIED
    assert hostile.objects["copy/mine"].headers[KEY] == "arn:aws:kms:my-key"


def test_no_request_goes_to_a_kms_that_cannot_have_the_key(hostile, harness):
    hostile.put("mine", b"x", {ENCRYPTION: "aws:kms", KEY: "arn:aws:kms:my-key"})
    details = harness.run(InspectObject(harness.connection, Location("bucket", "mine")))
    assert details.status.key == "arn:aws:kms:my-key"
    assert hostile.asked["Kms"] == 0


def test_a_region_is_still_compared_where_the_name_has_one(hostile, harness, small):
    key = KEY_ARN.replace("us-east-1", "eu-west-1")
    with pytest.raises(AppError) as caught:
        harness.upload("bucket", [small], EncryptionChoice(Encryption.SSE_KMS, key))
    assert caught.value.code == "KeyInOtherRegion"


@pytest.mark.parametrize(
    ("fault", "title", "code"),
    [
        ("key-unknown-to-minio", "The KMS key doesn't exist", "kms:KeyNotFound"),
        ("key-unknown-to-ceph", "The server couldn't get the KMS key", "KMS.NotFoundException"),
        ("key-missing-in-vault", "The server couldn't get the KMS key", "KMS.NotFoundException"),
        (
            "key-unknown-and-unexplained",
            "The server may not have the KMS key",
            "InvalidAccessKeyId",
        ),
    ],
)
def test_a_key_that_the_server_lacks_is_named(hostile, harness, small, large, fault, title, code):
    misbehave(hostile, fault)
    for outcome in harness.upload("bucket", [small, large], KMS):
        assert outcome.result is Result.FAILED
        assert (outcome.error.title, outcome.error.code) == (title, code)
        assert KEY_ARN in outcome.error.detail

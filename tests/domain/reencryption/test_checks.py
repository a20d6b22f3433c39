"""What is said of keys, policy and settings before a change of encryption."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.bucket_page import ObjectLock, Rules
from s3enc_gui.domain.keys.kms_key import Usability
from s3enc_gui.domain.preflight.check import Status, Subject
from s3enc_gui.domain.preflight.facts import KnownKey
from s3enc_gui.domain.reencryption.checks import ChangeFacts, change_checks
from s3enc_gui.domain.reencryption.dry_run import Count, DryRun
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice, Way
from s3enc_gui.wording.key_problems import known_key
from tests.domain.preflight.builders import OTHER, REGION, K, deny, facts, known

TARGET = Target(Encryption.SSE_KMS, K)
UPDATES, COPIES = ({Choice(way): Count(2, 8)} for way in (Way.UPDATE, Way.COPY))
BOTH = DryRun({**UPDATES, **COPIES})


def checks(*statements, dry_run=BOTH, target=TARGET, found=None, **read):
    """Return (subject, status, text) of all checks."""
    known_facts = ChangeFacts(facts(*statements, **read))
    for name, value in (found or {}).items():
        known_facts = replace(known_facts, **{name: value})
    made = change_checks("bucket", "in/", target, dry_run, known_facts)
    return [(one.subject, one.status, str(one.text)) for one in made]


def of(subject, found):
    return [(status, text) for one, status, text in found if one is subject]


def key_with(usability):
    return known_key(OTHER, REGION, usability, known(OTHER).description)


def test_a_key_that_is_enabled_is_fine():
    [(status, said)] = of(Subject.KEY, checks())
    assert status is Status.FINE
    assert REGION in said


@pytest.mark.parametrize(
    ("usability", "status", "said"),
    [
        (Usability.DISABLED, Status.WILL_FAIL, "disabled"),
        (Usability.PENDING_DELETION, Status.WILL_FAIL, "scheduled for deletion"),
        (Usability.NOT_FOUND, Status.WILL_FAIL, "doesn't exist"),
        (Usability.NOT_ALLOWED_TO_LOOK, Status.CANNOT_CHECK, "kms:DescribeKey"),
    ],
)
def test_the_state_of_the_new_key_is_said(usability, status, said):
    bare = KnownKey(usability, None, key_with(usability).problem)
    known_facts = ChangeFacts(replace(facts(), keys={K: bare}))
    found = change_checks("bucket", "in/", TARGET, BOTH, known_facts)
    assert (found[0].subject, found[0].status) == (Subject.KEY, status)
    assert said in str(found[0].text)


def test_in_place_the_key_must_be_of_the_bucket_owners_account():
    arn = K.replace("111122223333", "999988887777")
    target = Target(Encryption.SSE_KMS, arn)
    [(status, said)] = of(Subject.KEY, checks(target=target, keys=(arn,)))
    assert (status, "bucket owner's account" in said) == (Status.CANNOT_CHECK, True)
    [(status, said)] = of(Subject.KEY, checks(target=target, keys=(arn,), dry_run=DryRun(COPIES)))
    assert status is Status.FINE


@pytest.mark.parametrize("usability", [Usability.DISABLED, Usability.PENDING_DELETION])
def test_objects_under_a_key_that_cannot_decrypt_are_counted(usability):
    found = {"sources": {OTHER: key_with(usability)}, "objects": {OTHER: 12_408}}
    [(status, said)] = of(Subject.SOURCE_KEYS, checks(found=found))
    assert (status, "12,408 objects" in said) == (Status.WILL_FAIL, True)


def test_keys_that_cannot_be_looked_at_are_counted():
    found = {"sources": {K: known(K)}, "objects": {K: 1, OTHER: 2}}
    [(status, said)] = of(Subject.SOURCE_KEYS, checks(found=found))
    assert (status, said[:24]) == (Status.CANNOT_CHECK, "The state of 1 key of th")
    found = {"sources": {K: known(K)}, "objects": {K: 1}}
    assert of(Subject.SOURCE_KEYS, checks(found=found))[0][0] is Status.FINE


def test_a_policy_denies_in_place_and_copies_apart():
    in_place = deny(Action="s3:UpdateObjectEncryption", Sid="Frozen")
    [(status, said)] = of(Subject.POLICY, checks(in_place))
    assert status is Status.WILL_FAIL
    assert said == "Statement “Frozen” denies changing the encryption in place."
    assert of(Subject.POLICY, checks(in_place, dry_run=DryRun(COPIES)))[0][0] is Status.FINE
    other_key = deny({"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": OTHER}})
    [(status, said)] = of(Subject.POLICY, checks(other_key))
    assert status is Status.WILL_FAIL
    assert f"denies the copies. It requires the KMS key {OTHER}." in said
    assert of(Subject.POLICY, checks(other_key, dry_run=DryRun(UPDATES)))[0][0] is Status.FINE


def test_what_this_computer_cannot_evaluate_is_said():
    copies = deny({"StringNotLike": {"s3:x-amz-copy-source": "bucket/in/*"}})
    [(status, said)] = of(Subject.POLICY, checks(copies))
    assert (status, "may deny the copies" in said) == (Status.CANNOT_CHECK, True)
    [(status, said)] = of(Subject.POLICY, checks(policy=AppError("Access denied")))
    assert (status, "Access denied" in said) == (Status.CANNOT_CHECK, True)


def test_blocked_encryption_types_are_said():
    default = BucketEncryption("AES256", blocked=("SSE-KMS",))
    assert of(Subject.BLOCKED_ENCRYPTION, checks(default=default))[0][0] is Status.WILL_FAIL
    assert not of(Subject.BLOCKED_ENCRYPTION, checks())


def test_what_comes_with_copies_is_said():
    found = {
        "object_lock": ObjectLock(enabled=True),
        "replication": Rules(1, 2, ("mirror",)),
        "notifies": True,
    }
    said = {subject: text for subject, _, text in checks(found=found)}
    assert "protected version stays" in said[Subject.OBJECT_LOCK]
    assert "replicated to mirror" in said[Subject.REPLICATION]
    assert "event notifications" in said[Subject.EVENTS]
    denied = {"notifies": AppError("Access denied"), "object_lock": ObjectLock(enabled=False)}
    assert of(Subject.EVENTS, checks(found=denied))[0][0] is Status.CANNOT_CHECK
    assert not of(Subject.OBJECT_LOCK, checks(found=denied))


@pytest.mark.parametrize(
    "target",
    [
        Target(Encryption.SSE_S3),
        Target(Encryption.DSSE_KMS, K),
        Target(Encryption.SSE_C, customer_key="MD5"),
        None,
    ],
)
def test_every_target_is_checked(target):
    found = checks(deny(), target=target, dry_run=DryRun(COPIES))
    denied = [status for status, _ in of(Subject.POLICY, found)]
    assert denied == ([Status.WILL_FAIL] if target else [])


def test_failures_come_first():
    statuses = [one[1] for one in checks(deny(Action="s3:*"))]
    assert statuses[0] is Status.WILL_FAIL
    assert statuses[-1] is Status.FINE

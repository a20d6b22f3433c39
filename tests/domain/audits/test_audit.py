from __future__ import annotations

from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.audits.audit import (
    Compliance,
    Requirement,
    groups_to_review,
    parse_requirement,
)
from s3enc_gui.domain.encryption.groups import Group, GroupCount, NamedKey, Summary, group_of
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import parse_key_reference

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ID = "0ecd1de5-0000-4000-8000-000000000001"
ARN = f"arn:aws:kms:eu-west-1:111122223333:key/{ID}"
OTHER = "arn:aws:kms:eu-west-1:111122223333:key/0ecd1de5-0000-4000-8000-000000000002"
KMS = Group(StatusKind.SSE_KMS, ARN, "aws:kms")
AWS = Group(StatusKind.SSE_KMS_AWS, OTHER, "aws:kms")
S3 = Group(StatusKind.SSE_S3, None, "AES256")
NONE = Group(StatusKind.NONE)
DENIED = Group(StatusKind.DENIED, error="403")
CLIENT = Group(StatusKind.CLIENT_SIDE, ARN, "aws:kms")
SSE_C = Group(StatusKind.SSE_C)
GONE = Group(StatusKind.GONE, error="404")
YES, NO, OPEN = Compliance.COMPLIES, Compliance.VIOLATES, Compliance.CANNOT_TELL


def seen(kind, key=None, algorithm="aws:kms"):
    return ObjectStatus(kind, EncryptionStatus(algorithm, key), NOW)


def test_objects_of_a_kind_and_key_are_one_group():
    assert group_of(seen(StatusKind.SSE_KMS, ARN), {}) == KMS


def test_aws_s3_is_recognized_by_kms():
    keys = {OTHER: NamedKey(OTHER, OTHER, is_aws_s3=True)}
    assert group_of(seen(StatusKind.SSE_KMS, OTHER), keys) == AWS
    assert group_of(seen(StatusKind.SSE_KMS, ARN), keys) == KMS


def test_unreadable_objects_are_grouped_by_error():
    assert group_of(ObjectStatus(StatusKind.DENIED, None, NOW, "403"), {}) == DENIED


def test_a_summary_adds_up():
    summary = Summary.of(
        [
            GroupCount(S3, 1, 10),
            GroupCount(KMS, 5, 7),
            GroupCount(S3, 2, 20),
            GroupCount(DENIED, 1, 1),
        ]
    )
    assert summary.group_counts[:2] == (GroupCount(KMS, 5, 7), GroupCount(S3, 3, 30))
    assert (summary.objects, summary.bytes, summary.unreadable) == (9, 38, 1)


@pytest.mark.parametrize(
    ("text", "algorithm", "key"),
    [
        ("AES256", "AES256", None),
        ("aws:kms", "aws:kms", None),
        (f"aws:kms={ARN}", "aws:kms", ARN),
        ("aws:kms=alias/test_key", "aws:kms", "alias/test_key"),
        ("aws:kms=aws/s3", "aws:kms", "alias/aws/s3"),
        (f"aws:kms:dsse={ID}", "aws:kms:dsse", ID),
    ],
)
def test_requirements(text, algorithm, key):
    requirement = parse_requirement(text)
    assert (requirement.algorithm, requirement.key and requirement.key.text) == (algorithm, key)


@pytest.mark.parametrize(
    "text", ["", "none", "KMS", "aws:kms=", "AES256=alias/a", "aws:kms=ключ", "AES256=my-key"]
)
def test_invalid_requirements(text):
    with pytest.raises(AppError) as caught:
        parse_requirement(text)
    assert caught.value.code in ("Usage", "MalformedKey")


@pytest.mark.parametrize(
    ("required", "judgements"),
    [
        ("AES256", {KMS: NO, S3: YES, NONE: NO, DENIED: OPEN, CLIENT: NO, SSE_C: NO}),
        ("aws:kms", {KMS: YES, AWS: YES, S3: NO, NONE: NO, CLIENT: YES, GONE: None}),
        (f"aws:kms={ARN}", {KMS: YES, AWS: NO, CLIENT: YES, S3: NO}),
        (f"aws:kms={ID.upper()}", {KMS: YES, AWS: NO}),
        ("aws:kms=alias/aws/s3", {KMS: OPEN, AWS: YES, S3: NO}),
        ("aws:kms:dsse", {KMS: NO, DENIED: OPEN}),
    ],
)
def test_judgements(required, judgements):
    requirement = parse_requirement(required)
    assert {group: requirement.judge(group, {}) for group in judgements} == judgements


def test_an_alias_is_compared_by_its_resolved_arn():
    wanted = parse_key_reference("alias/test_key")
    resolved = Requirement("aws:kms", wanted, ARN)
    assert resolved.judge(KMS, {}) is YES
    assert resolved.judge(AWS, {}) is NO
    assert Requirement("aws:kms", wanted).judge(KMS, {}) is OPEN


@pytest.mark.parametrize(
    ("required", "reported", "judgement"),
    [
        ("my-key", "arn:aws:kms:my-key", YES),
        ("arn:aws:kms:my-key", "my-key", YES),
        ("vault-key-7", "vault-key-7", YES),
        ("my-key", "arn:aws:kms:other-key", NO),
        ("my-key", ARN, OPEN),
        ("my-key", None, OPEN),
        (ID, f"arn:aws:kms:{ID}", YES),
        (ID, "arn:aws:kms:my-key", NO),
    ],
)
def test_keys_of_other_servers(required, reported, judgement):
    requirement = parse_requirement(f"aws:kms={required}")
    assert requirement.judge(Group(StatusKind.SSE_KMS, reported, "aws:kms"), {}) is judgement
    assert str(requirement) == f"aws:kms={required}"


def test_a_key_is_compared_by_the_arn_that_kms_reports():
    by_id = Group(StatusKind.SSE_KMS, ID, "aws:kms")
    requirement = parse_requirement(f"aws:kms={ARN}")
    assert requirement.judge(by_id, {ID: NamedKey(ID, ARN)}) is YES
    assert requirement.judge(by_id, {}) is OPEN  # the account is unknown
    elsewhere = ARN.replace("1111", "9999", 1)
    assert requirement.judge(by_id, {ID: NamedKey(ID, elsewhere)}) is NO


def summary_of(**counts):
    groups = {"kms": KMS, "aws": AWS, "s3": S3, "none": NONE, "denied": DENIED, "gone": GONE}
    return Summary.of(GroupCount(groups[name], count, count) for name, count in counts.items())


def test_review_all_but_the_largest_group():
    assert groups_to_review(summary_of(kms=90, s3=9, aws=1, gone=5)) == (AWS, S3)
    assert groups_to_review(summary_of(kms=90)) == ()


def test_review_unencrypted_objects_even_if_most_are():
    assert groups_to_review(summary_of(none=90, denied=2, kms=5, s3=3)) == (NONE, DENIED, S3)


def test_review_what_does_not_comply():
    review = groups_to_review(
        summary_of(s3=90, none=1, denied=2, kms=5), parse_requirement("aws:kms")
    )
    assert review == (NONE, S3, DENIED)


def test_review_objects_whose_key_cannot_be_used_even_if_they_comply_or_are_most():
    keys = {ARN: NamedKey(ARN, state="PendingDeletion")}
    assert groups_to_review(summary_of(kms=90, s3=9), None, keys) == (KMS,)
    required = parse_requirement("aws:kms")
    assert groups_to_review(summary_of(kms=90, aws=9, denied=1), required, keys) == (DENIED, KMS)
    usable = {ARN: NamedKey(ARN, state="Enabled")}
    assert groups_to_review(summary_of(kms=90, aws=9), required, usable) == ()

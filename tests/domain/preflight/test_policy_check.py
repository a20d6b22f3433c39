"""The statements that AWS documents, and the traps of their conditions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import Usability
from s3enc_gui.domain.preflight.check import Correction, Status, Subject
from s3enc_gui.domain.preflight.preflight import preflight
from s3enc_gui.domain.uploads.plan import IfExists
from tests.domain.preflight.builders import (
    ACCOUNT,
    DEFAULT,
    DSSE,
    OTHER,
    SSE_S3,
    K,
    allow,
    deny,
    facts,
    kms,
    known,
    upload,
)

SSE = "s3:x-amz-server-side-encryption"
KEY = f"{SSE}-aws-kms-key-id"
CUSTOMER = f"{SSE}-customer-algorithm"
FAILS, FINE, UNKNOWN = Status.WILL_FAIL, Status.FINE, Status.CANNOT_CHECK

ONLY_S3 = {"StringNotEquals": {SSE: "AES256"}}
SOME_KEY = {"Null": {KEY: "true"}}
THIS_KEY = {"ArnNotEqualsIfExists": {KEY: K}}
ONLY_KMS = {"StringNotEquals": {SSE: "aws:kms"}}
ONLY_DSSE = {"StringNotEquals": {SSE: "aws:kms:dsse"}}
HEADER = {"Null": {SSE: "true"}}
NO_SSE_C = {"Null": {CUSTOMER: "false"}}
SSE_C = {"Null": {CUSTOMER: "true"}}
TLS = {"Bool": {"aws:SecureTransport": "false"}}
TLS_1_2 = {"NumericLessThan": {"s3:TlsVersion": 1.2}}
NO_OVERWRITE = {
    "Null": {"s3:if-none-match": "true"},
    "Bool": {"s3:ObjectCreationOperation": "true"},
}


def checked(planned, found):
    (check,) = (one for one in preflight(planned, found) if one.subject is Subject.POLICY)
    return check


def text(planned, found):
    return str(checked(planned, found).text)


@pytest.mark.parametrize(
    ("condition", "fine", "failing"),
    [
        (ONLY_S3, [SSE_S3], [DEFAULT, kms(), kms(K), DSSE]),
        (SOME_KEY, [kms(K), kms(OTHER)], [SSE_S3]),
        (THIS_KEY, [kms(K)], [SSE_S3, kms(OTHER), kms()]),
        (ONLY_KMS, [kms(), kms(K)], [DEFAULT, SSE_S3, DSSE]),
        (ONLY_DSSE, [DSSE], [DEFAULT, SSE_S3, kms(K)]),
        (HEADER, [SSE_S3, kms(), DSSE], [DEFAULT]),
        (NO_SSE_C, [DEFAULT, SSE_S3, kms(K)], []),
        (SSE_C, [], [DEFAULT, SSE_S3, kms(K)]),
        (TLS, [DEFAULT, SSE_S3], []),
        (TLS_1_2, [DEFAULT, SSE_S3], []),
        (NO_OVERWRITE, [SSE_S3], []),
        ({**ONLY_KMS, "Null": {SSE: "false"}}, [DEFAULT, kms()], [SSE_S3]),
    ],
)
def test_documented_statements(condition, fine, failing):
    found = facts(deny(condition))
    assert [checked(upload(one), found).status for one in fine] == [FINE] * len(fine)
    assert [checked(upload(one), found).status for one in failing] == [FAILS] * len(failing)


def test_a_policy_with_kms_and_key_k_is_met_with_one_correction():
    found = facts(deny(ONLY_KMS), deny(THIS_KEY))
    for choice in (DEFAULT, SSE_S3, kms(), kms(OTHER), DSSE):
        check = checked(upload(choice), found)
        assert (check.status, check.correction) == (FAILS, Correction(encryption=kms(K))), choice
        assert K in str(check.text)
        assert checked(upload(choice).with_correction(check.correction), found).status is FINE


@pytest.mark.parametrize(
    ("condition", "choice", "correction"),
    [
        (ONLY_S3, kms(K), SSE_S3),
        (ONLY_KMS, SSE_S3, kms()),
        (ONLY_KMS, DEFAULT, kms()),
        (ONLY_DSSE, kms(K), DSSE),
        (HEADER, DEFAULT, SSE_S3),  # what the bucket's default does
        (THIS_KEY, SSE_S3, kms(K)),
    ],
)
def test_the_correction_of_a_documented_statement(condition, choice, correction):
    found = facts(deny(condition), keys=(K,))
    chosen = checked(upload(choice), found).correction
    if condition is ONLY_DSSE:  # with the same key
        assert (chosen.encryption.kind, chosen.encryption.key) == (correction.kind, K)
    else:
        assert chosen == Correction(encryption=correction)


def test_the_correction_prefers_the_key_of_the_default_encryption():
    found = facts(deny(ONLY_KMS), default=BucketEncryption("aws:kms", OTHER), keys=(K, OTHER))
    assert checked(upload(SSE_S3), found).correction == Correction(encryption=kms(OTHER))


def test_a_correction_keeps_the_choice_of_a_bucket_key():
    found = facts(deny(THIS_KEY))
    check = checked(upload(kms(OTHER, bucket_key=True)), found)
    assert check.correction == Correction(encryption=kms(K, bucket_key=True))


def test_a_key_that_s3_cannot_use_is_no_correction():
    found = facts(deny(THIS_KEY), keys=())
    assert checked(upload(SSE_S3), found).correction == Correction(encryption=kms(K))
    disabled = replace(found, keys={K: known(K, Usability.DISABLED)})
    assert checked(upload(SSE_S3), disabled).correction is None


def test_there_is_no_correction_for_sse_c():
    check = checked(upload(SSE_S3), facts(deny(SSE_C)))
    assert check.correction is None
    assert "It requires SSE-C." in str(check.text)


# --- traps ----------------------------------------------------------------------------------------


def test_the_default_encryption_does_not_count_for_the_header():
    """Conditions are about the request; the default is applied afterwards."""
    found = facts(deny(ONLY_KMS), default=BucketEncryption("aws:kms", K))
    assert checked(upload(DEFAULT), found).status is FAILS


def test_whether_the_default_fills_in_the_key_is_not_known():
    """AWS's documentation isn't consistent about it."""
    found = facts(deny(SOME_KEY), default=BucketEncryption("aws:kms", K))
    check = checked(upload(DEFAULT), found)
    assert check.status is UNKNOWN
    assert check.correction == Correction(encryption=kms(K))
    other = facts(deny(THIS_KEY), default=BucketEncryption("aws:kms", OTHER), keys=(K, OTHER))
    assert checked(upload(DEFAULT), other).status is FAILS  # either way


@pytest.mark.parametrize("key", ["alias/k", K.rpartition("/")[2]])
def test_a_key_that_is_not_sent_as_an_arn(key):
    """S3enc sends the ARN if KMS reports it; else nobody knows what S3 compares."""
    found = facts(deny(THIS_KEY))
    assert checked(upload(kms(key), chosen=known(K)), found).status is FINE
    assert checked(upload(kms(key), chosen=known(OTHER)), found).status is FAILS
    unresolved = checked(upload(kms(key)), found)
    assert (unresolved.status, unresolved.correction) == (UNKNOWN, Correction(encryption=kms(K)))


def test_whether_aws_s3_is_key_k_is_known_only_from_kms():
    assert checked(upload(kms()), facts(deny(THIS_KEY), keys=(K,))).status is FAILS
    unread = checked(upload(kms()), facts(deny(THIS_KEY), keys=()))
    assert (unread.status, unread.correction) == (UNKNOWN, Correction(encryption=kms(K)))


# --- other statements -----------------------------------------------------------------------------


def test_no_policy_and_a_policy_that_denies_nothing():
    assert text(upload(), facts()) == "The bucket has no policy."
    one = facts(deny(ONLY_S3))
    assert text(upload(), one) == "The bucket policy has 1 statement. It doesn't deny this upload."


def test_the_text_of_a_denial():
    found = facts(deny(ONLY_KMS, "DenyUnEncryptedObjectUploads"))
    assert text(upload(), found) == (
        "Statement “DenyUnEncryptedObjectUploads” denies this upload. It requires SSE-KMS."
    )
    both = deny({"StringNotEquals": {SSE: ["aws:kms", "aws:kms:dsse"]}}, "")
    assert text(upload(), facts(both)) == (
        "A statement without Sid denies this upload. It requires SSE-KMS or DSSE-KMS."
    )


def test_a_condition_that_cannot_be_evaluated_is_never_fine():
    condition = {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    check = checked(upload(), facts(deny(condition)))
    assert (check.status, check.correction) == (UNKNOWN, None)
    assert "S3enc can't evaluate its condition: aws:SourceIp." in str(check.text)


def test_http_is_denied_where_tls_is_required():
    assert checked(upload(), facts(deny(TLS), secure=False)).status is FAILS
    assert text(upload(), facts(deny(TLS), secure=False)).endswith("It requires HTTPS.")


def test_overwriting_is_denied_and_mended():
    found = facts(deny(NO_OVERWRITE))
    check = checked(upload(if_exists=IfExists.OVERWRITE), found)
    assert (check.status, check.correction) == (FAILS, Correction(if_exists=IfExists.FAIL))


def test_conditional_writes_are_required_only_of_the_request_that_creates_the_object():
    """A policy without ObjectCreationOperation denies every multipart upload."""
    large = replace(upload(), in_parts=True)
    assert checked(large, facts(deny(NO_OVERWRITE))).status is FINE
    careless = facts(deny({"Null": {"s3:if-none-match": "true"}}))
    assert checked(upload(), careless).status is FINE
    assert checked(large, careless).status is FAILS


def test_an_acl_that_the_policy_denies_is_mended():
    condition = {"StringEquals": {"s3:x-amz-acl": ["public-read", "public-read-write"]}}
    check = checked(upload(acl="public-read"), facts(deny(condition)))
    assert (check.status, check.correction) == (FAILS, Correction(without_acl=True))
    assert checked(upload(), facts(deny(condition))).status is FINE


def test_tags_need_a_permission_of_their_own():
    tagging = deny(Action="s3:PutObjectTagging")
    assert checked(upload(), facts(tagging)).status is FINE
    assert checked(upload(tags=(("a", "b"),)), facts(tagging)).status is FAILS


def test_a_denial_of_reading_makes_verification_impossible():
    check = checked(upload(), facts(deny(Action="s3:GetObject")))
    assert check.status is UNKNOWN
    assert "S3enc can upload, but not verify them" in str(check.text)


@pytest.mark.parametrize(
    ("resource", "keys", "status"),
    [
        ("arn:aws:s3:::bucket/in/*", (), FAILS),
        ("arn:aws:s3:::bucket/out/*", (), FINE),
        ("arn:aws:s3:::bucket/in/*.txt", ("in/a.txt",), FAILS),
        ("arn:aws:s3:::bucket/in/*.txt", ("in/a.txt", "in/b.csv"), FAILS),
        ("arn:aws:s3:::bucket/in/*.txt", ("in/b.csv",), FINE),
        ("arn:aws:s3:::bucket/in/*.txt", (), UNKNOWN),
        ("arn:aws:s3:::other/*", (), FINE),
        ("arn:aws-cn:s3:::bucket/*", (), FINE),
    ],
)
def test_resources(resource, keys, status):
    found = facts(deny(Resource=resource))
    assert checked(upload(keys=keys), found).status is status


def test_some_files_are_denied():
    found = facts(deny(Resource="arn:aws:s3:::bucket/*.txt"))
    planned = upload(keys=("in/a.txt", "in/b.csv"))
    assert "denies the upload of some files" in text(planned, found)


def test_other_principals_are_not_the_caller():
    other = {"AWS": "arn:aws:iam::444455556666:root"}
    assert checked(upload(), facts(deny(Principal=other))).status is FINE
    mine = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert checked(upload(), facts(deny(Principal=mine))).status is FAILS


def test_an_unknown_caller_may_be_meant():
    found = facts(deny(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:user/anna"}))
    nobody = replace(found, caller=AppError("No STS"))
    assert "can't tell whether it applies to you" in text(upload(), nobody)


# --- buckets of other accounts --------------------------------------------------------------------


def test_another_accounts_bucket_must_allow_the_upload():
    mine = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    refused = facts(own_account=False)
    assert checked(upload(), refused).status is FAILS
    assert checked(upload(), facts(allow(Principal=mine), own_account=False)).status is FINE
    old = facts(own_account=False, ownership="ObjectWriter")
    assert checked(upload(), old).status is UNKNOWN  # its ACL may allow it


def test_another_accounts_bucket_that_allows_only_kms():
    found = facts(allow({"StringEquals": {SSE: "aws:kms"}}), own_account=False)
    check = checked(upload(), found)
    assert (check.status, check.correction) == (FAILS, Correction(encryption=kms()))
    assert checked(upload(kms()), found).status is FINE


def test_another_accounts_bucket_that_may_allow_it():
    found = facts(allow({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}), own_account=False)
    assert checked(upload(), found).status is UNKNOWN


def test_a_role_session_is_its_role():
    found = facts(deny(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/x/Admin"}))
    session = Identity(f"arn:aws:sts::{ACCOUNT}:assumed-role/Admin/anna", ACCOUNT, None)
    assert checked(upload(), found).status is FINE
    assert checked(upload(), replace(found, caller=session)).status is FAILS


def test_an_unreadable_policy_is_not_fine():
    found = facts(policy=AppError("You aren't allowed to do this", code="AccessDenied"))
    check = checked(upload(), found)
    assert check.status is UNKNOWN
    assert str(check.text) == "The bucket policy can't be read: You aren't allowed to do this."


def test_two_statements_that_deny_are_both_named():
    found = facts(deny(ONLY_KMS, "A"), deny(THIS_KEY, "B"))
    assert "“A”" in text(upload(), found)
    assert "“B”" in text(upload(), found)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"Null": {"aws:PrincipalArn": "true"}}, FAILS),
        ({"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}}, FAILS),
        ({"StringEquals": {"aws:username": "anna"}}, FINE),
        ({"StringNotEquals": {"s3:authType": "REST-HEADER"}}, UNKNOWN),
    ],
)
def test_an_anonymous_caller_has_no_name(condition, status):
    anonymous = replace(facts(deny(condition)), caller=Identity("", "", None))
    assert checked(upload(SSE_S3), anonymous).status is status

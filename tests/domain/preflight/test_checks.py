"""The checks other than that of the policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import Usability
from s3enc_gui.domain.preflight.check import Correction, Status, Subject, failing
from s3enc_gui.domain.preflight.facts import BucketSettings, Facts, keys_to_look_up
from s3enc_gui.domain.preflight.preflight import preflight
from s3enc_gui.domain.uploads.plan import CANNED_ACLS, IfExists
from tests.domain.preflight.builders import (
    ACCOUNT,
    DEFAULT,
    OTHER,
    SSE_S3,
    K,
    deny,
    facts,
    kms,
    known,
    policy,
    upload,
)

FAILS, FINE, UNKNOWN = Status.WILL_FAIL, Status.FINE, Status.CANNOT_CHECK
DENIED = AppError("You aren't allowed to do this", code="AccessDenied")


def checked(subject, planned, found):
    return {check.subject: check for check in preflight(planned, found)}.get(subject)


def test_all_is_fine():
    checks = preflight(upload(kms(K), chosen=known(K)), facts())
    of_changes = (Subject.SOURCE_KEYS, Subject.OBJECT_LOCK, Subject.REPLICATION, Subject.EVENTS)
    assert [check.subject for check in checks] == [one for one in Subject if one not in of_changes]
    assert {check.status for check in checks} == {FINE}
    assert failing(checks) == ()


def test_nothing_is_said_of_what_is_not_read_yet():
    only_acl = [check.subject for check in preflight(upload(), Facts())]
    assert only_acl == [Subject.ACL]  # none is sent
    assert preflight(upload(acl="private"), Facts()) == ()


def test_what_cannot_be_read_is_never_fine():
    nothing = Facts(DENIED, "", DENIED, DENIED, BucketSettings(DENIED, DENIED, DENIED, DENIED))
    checks = preflight(upload(acl="public-read"), nothing)
    assert {check.status for check in checks} == {UNKNOWN}
    assert [check.subject for check in checks] == [
        Subject.CALLER,
        Subject.REGION,
        Subject.OWNER,
        Subject.POLICY,
        Subject.DEFAULT_ENCRYPTION,
        Subject.ACL,
        Subject.VERSIONING,
    ]


@pytest.mark.parametrize("acl", CANNED_ACLS)
def test_acls_where_they_are_disabled(acl):
    check = checked(Subject.ACL, upload(acl=acl), facts())
    if acl == "bucket-owner-full-control":
        assert check.status is FINE
    else:
        assert (check.status, check.correction) == (FAILS, Correction(without_acl=True))


@pytest.mark.parametrize(
    ("acl", "blocks", "status"),
    [
        ("public-read", True, FAILS),
        ("public-read", False, FINE),
        ("public-read", DENIED, UNKNOWN),
        ("private", True, FINE),
        ("private", DENIED, FINE),
    ],
)
def test_public_acls(acl, blocks, status):
    found = facts(ownership="ObjectWriter", blocks_public_acls=blocks)
    assert checked(Subject.ACL, upload(acl=acl), found).status is status


@pytest.mark.parametrize("ownership", ["", "ObjectWriter", "BucketOwnerPreferred"])
def test_acls_where_they_are_enabled(ownership):
    found = facts(ownership=ownership)
    assert checked(Subject.ACL, upload(acl="private"), found).status is FINE
    assert "ACLs are enabled." in str(checked(Subject.ACL, upload(), found).text)


@pytest.mark.parametrize(
    ("blocked", "kind", "status"),
    [
        ((), Encryption.SSE_S3, FINE),
        (("NONE",), Encryption.SSE_S3, FINE),
        (("SSE-C",), Encryption.SSE_S3, FINE),
        (("SSE-C",), Encryption.BUCKET_DEFAULT, FINE),
        (("SSE-C", "SSE-KMS"), Encryption.SSE_KMS, FAILS),
    ],
)
def test_blocked_encryption_types(blocked, kind, status):
    found = facts(default=BucketEncryption("AES256", blocked=blocked))
    check = checked(Subject.BLOCKED_ENCRYPTION, upload(EncryptionChoice(kind)), found)
    assert check.status is status


@pytest.mark.parametrize("versioning", Versioning)
def test_versioning_prevents_nothing(versioning):
    found = facts(versioning=versioning)
    check = checked(Subject.VERSIONING, upload(if_exists=IfExists.OVERWRITE), found)
    assert check.status is FINE
    assert ("Overwritten objects are lost." in str(check.text)) is (
        versioning is not Versioning.ENABLED
    )


def test_the_default_encryption():
    def text(default, choice):
        found = facts(default=default)
        return str(checked(Subject.DEFAULT_ENCRYPTION, upload(choice), found).text)

    assert text(BucketEncryption("aws:kms", K), DEFAULT) == (
        f"The bucket's default is SSE-KMS with the key {K}. It applies to this upload."
    )
    assert text(BucketEncryption(), SSE_S3) == (
        "The bucket has no default encryption. This upload specifies its encryption itself."
    )


def test_an_unknown_object_ownership_is_not_fine():
    found = facts(ownership="Everybody")
    assert checked(Subject.ACL, upload(acl="private"), found).status is UNKNOWN


# --- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [SSE_S3, DEFAULT])
def test_no_key_is_used(choice):
    assert checked(Subject.KEY, upload(choice), facts()) is None


def test_the_key_of_the_default_encryption():
    found = facts(default=BucketEncryption("aws:kms", K))
    assert checked(Subject.KEY, upload(DEFAULT), found).status is FINE
    assert checked(Subject.KEY, upload(DEFAULT), replace(found, keys={})) is None


def test_aws_s3():
    assert checked(Subject.KEY, upload(kms()), facts()).status is FINE
    other = facts(own_account=False)
    assert "can't decrypt with this key" in str(checked(Subject.KEY, upload(kms()), other).text)


@pytest.mark.parametrize("usability", Usability)
def test_the_state_of_the_chosen_key(usability):
    problem = None if usability.can_be_chosen else AppError("The KMS key is disabled")
    key = replace(known(K, usability), problem=problem)
    if usability in (Usability.UNKNOWN, Usability.NOT_ALLOWED_TO_LOOK):
        key = replace(key, description=None)
    check = checked(Subject.KEY, upload(kms("alias/k"), chosen=key), facts())
    unknown = (Usability.UNKNOWN, Usability.NOT_ALLOWED_TO_LOOK)
    expected = FAILS if problem else UNKNOWN if usability in unknown else FINE
    assert check.status is expected


def test_a_key_of_another_account():
    arn = K.replace(ACCOUNT, "444455556666")
    check = checked(Subject.KEY, upload(kms(arn), chosen=known(arn)), facts())
    assert "its key policy must allow you to use it" in str(check.text)


def test_which_keys_are_looked_up():
    key = "s3:x-amz-server-side-encryption-aws-kms-key-id"
    found = policy(
        deny({"ArnNotEqualsIfExists": {key: [K, "arn:aws:kms:*:*:key/*"]}}),
        deny({"Null": {key: "true"}}),
    )
    assert keys_to_look_up(found, BucketEncryption("aws:kms", OTHER)) == (OTHER, K)
    assert keys_to_look_up(found, BucketEncryption("aws:kms", "alias/aws/s3")) == (K,)
    assert keys_to_look_up(DENIED, DENIED) == ()
    many = deny({"ArnEquals": {key: [K[:-3] + f"{n:03}" for n in range(20)]}})
    assert len(keys_to_look_up(policy(many), None)) == 5


@pytest.mark.parametrize("name", ["my-key", "arn:aws:kms:my-key"])
def test_a_key_that_aws_kms_cannot_have_is_not_looked_up(name):
    default = BucketEncryption("aws:kms", name)
    assert keys_to_look_up(None, default) == ()
    by_choice = checked(Subject.KEY, upload(kms(name)), facts())
    by_default = checked(Subject.KEY, upload(DEFAULT), facts(default=default))
    for check in (by_choice, by_default):
        assert check.status is UNKNOWN
        assert str(check.text) == f"Only the server knows whether it has the key {name}."


@pytest.mark.parametrize("arn", ["arn:aws:kms::000000000000:key/k", "arn:local:kms:k"])
def test_a_key_whose_arn_has_no_region(arn):
    check = checked(Subject.KEY, upload(kms("alias/k"), chosen=known(arn)), facts())
    assert check.status is FINE
    assert str(check.text) == f"{arn} is enabled and encrypts."


def test_an_anonymous_caller():
    check = checked(Subject.CALLER, upload(), replace(facts(), caller=Identity("", "", None)))
    assert (check.status, str(check.text)) == (FINE, "Anonymous: requests aren't signed.")

from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.proof import Proof
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.trial import Decision, Sent, Trial, TrialUpload
from s3enc_gui.domain.keys.kms_key import KeyDescription
from s3enc_gui.wording.guard.default_encryption import key_cautions
from s3enc_gui.wording.guard.proofs import proof_text, proofs_summary
from s3enc_gui.wording.guard.rules import (
    effects,
    explanation,
    guard_text,
    rule_text,
    trial_text,
    trials_problem,
    trials_summary,
    upload_text,
)
from tests.domain.guard.upload_table import KEY, UPLOADS, guard_with

A, D, U = Decision.ACCEPTED, Decision.DENIED, Decision.UNKNOWN
ONE = TrialUpload(Sent.SSE_S3)


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_says_what_it_demands_and_what_it_breaks(rule):
    assert rule_text(rule)
    assert explanation(rule).endswith(".")
    found = list(effects(guard_with(rule)))
    assert found[-1] == "Objects that are already stored stay as they are."
    assert ("log delivery" in " ".join(found)) is rule.is_kind
    assert guard_text(guard_with(rule)) == rule_text(rule)


def test_a_bucket_that_blocks_sse_c_needs_no_rule():
    default = BucketEncryption("AES256", blocked=("SSE-C",))
    (first, *_) = effects(guard_with(Rule.NO_SSE_C), default)
    assert first == "The bucket already blocks SSE-C. The rule adds nothing."


def test_uploads_have_different_names():
    names = {upload_text(one) for one in UPLOADS.values()}
    assert {"SSE-S3, over http", "No encryption requested, in parts"} < names
    assert upload_text(TrialUpload(Sent.SSE_KMS, KEY)) == "SSE-KMS with this key"


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (Trial(ONE, A, A), "accepted"),
        (Trial(ONE, D, D, ("S3encRequireSseS3",)), "denied"),
        (Trial(ONE, A, D, ("Mine", "")), "denied by “Mine”"),
        (Trial(ONE, A, D, ("",)), "denied by a statement without Sid"),
        (Trial(ONE, D, A), "accepted, although it should be denied"),
        (
            Trial(ONE, D, U, ("S3encRequireThisKmsKey",)),
            "not known: AWS doesn't document it, or it depends on “S3encRequireThisKmsKey”",
        ),
    ],
)
def test_what_the_policy_says(trial, said):
    assert trial_text(trial) == said


def test_a_policy_with_which_nobody_could_upload_is_a_problem():
    assert "nobody could upload" in str(trials_problem([Trial(ONE, A, D), Trial(ONE, D, D)]))
    assert str(trials_problem([Trial(ONE, A, U), Trial(ONE, A, D)])) == ""
    assert str(trials_problem([])) == ""
    assert trials_summary([Trial(ONE, A, D), Trial(ONE, D, D)]) == "1 of 2 uploads as intended"


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (Proof(ONE, A, A), "accepted, as intended"),
        (Proof(ONE, D, D, AppError("No"), by_policy=True), "denied, as intended"),
        (
            Proof(ONE, D, D, AppError("No")),
            "denied, as intended; the server doesn't say by which policy",
        ),
        (
            Proof(ONE, D, A),
            "accepted, although it should be denied: the server doesn't enforce the rule",
        ),
        (Proof(ONE, A, D, AppError("No")), "denied, although it should be accepted: No"),
        (Proof(ONE, A, U, AppError("No")), "failed for another reason: No"),
        (Proof(ONE, A, None, AppError("No")), "not tried: No"),
    ],
)
def test_what_the_server_answered(proof, said):
    assert proof_text(proof) == said


def test_only_what_was_tried_is_counted():
    proofs = [Proof(ONE, A, A), Proof(ONE, D, A), Proof(ONE, D, None, AppError("No"))]
    assert proofs_summary(proofs) == "Proved: 1 of 2 uploads answered as intended."


def test_a_guard_that_was_changed_by_hand_and_none():
    assert guard_text(None) == "S3enc's statements were changed by hand"
    assert guard_text(Guard()) == "Not required"


def described(**changes):
    values = {"arn": KEY, "key_id": "k", "state": "Enabled", "usage": "ENCRYPT_DECRYPT"}
    return KeyDescription(
        **{**values, "spec": "SYMMETRIC_DEFAULT", "manager": "CUSTOMER", **changes}
    )


CALLER = Identity("arn:aws:iam::123456789012:user/me", "123456789012", "us-east-1")
OTHER = Identity("arn:aws:iam::999999999999:user/me", "999999999999", "us-east-1")


@pytest.mark.parametrize(
    ("key", "region", "caller", "said"),
    [
        (None, "us-east-1", CALLER, []),
        (described(), "us-east-1", CALLER, []),
        (described(), "us-east-1", None, []),
        (described(state="Disabled"), "us-east-1", CALLER, ["is disabled"]),
        (described(state="PendingDeletion"), "us-east-1", CALLER, ["scheduled for deletion"]),
        (described(), "eu-west-1", CALLER, ["different Region"]),
        (described(), "us-east-1", OTHER, ["another account, 123456789012"]),
        (described(), "eu-west-1", OTHER, ["different Region", "another account"]),
        (AppError("Not allowed"), "us-east-1", CALLER, ["couldn't check the key: Not allowed"]),
    ],
)
def test_cautions_about_the_key_of_a_default(key, region, caller, said):
    found = list(map(str, key_cautions(key, region, caller)))
    assert len(found) == len(said)
    assert all(part in caution for part, caution in zip(said, found, strict=True))

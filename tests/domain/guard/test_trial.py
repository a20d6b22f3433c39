from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.guard.policy_text import edited
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.trial import Decision, decide, try_policy, uploads_for
from s3enc_gui.domain.keys.kms_key import KeyDescription, Usability
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.preflight.facts import Facts, KnownKey
from tests.domain.guard.upload_table import CASES, KEY, KEY_ID, guard_with

ARN = "arn:aws:s3:::bucket"
FACTS = Facts(region="us-east-1", default=BucketEncryption("AES256"))
LETTERS = {Decision.ACCEPTED: "A", Decision.DENIED: "D", Decision.UNKNOWN: "?"}
DESCRIPTION = KeyDescription(
    KEY, KEY_ID, "Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "CUSTOMER"
)


def policy_of(guard, more=""):
    return BucketPolicy.parse(edited(more, guard.statements(ARN)))


@pytest.mark.parametrize(("rule", "name", "upload", "answer"), CASES)
def test_the_evaluation_says_what_amazon_s3_answers(rule, name, upload, answer):
    found, denied_by = decide(policy_of(guard_with(rule)), "bucket", upload, FACTS)
    assert LETTERS[found] == answer
    assert bool(denied_by) == (answer != "A")


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_is_tried_with_two_uploads_that_pass_and_two_that_fail(rule):
    guard = guard_with(rule)
    facts = Facts(
        region="us-east-1",
        default=BucketEncryption("AES256"),
        keys={KEY: KnownKey(Usability.USABLE, DESCRIPTION)},
    )
    trials = try_policy(policy_of(guard), "bucket", guard, facts)
    assert [one.expected for one in trials] == [Decision.ACCEPTED] * 2 + [Decision.DENIED] * 2
    assert all(one.is_as_expected for one in trials)


def test_rules_together_are_tried_without_repeating_an_upload():
    guard = Guard(frozenset({Rule.SSE_S3, Rule.NO_SSE_C, Rule.TLS}))
    assert len(uploads_for(guard)) == len(set(uploads_for(guard))) == 8
    trials = try_policy(policy_of(guard), "bucket", guard, FACTS)
    assert all(one.is_as_expected for one in trials)
    assert {one.expected for one in trials} == {Decision.ACCEPTED, Decision.DENIED}


def test_a_statement_of_the_user_that_denies_what_should_pass_is_named():
    theirs = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Sid": "NoSseS3",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": f"{ARN}/*",
                "Condition": {"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}},
            },
        }
    )
    guard = guard_with(Rule.SSE_S3)
    trials = try_policy(policy_of(guard, theirs), "bucket", guard, FACTS)
    assert [one.denied_by for one in trials if not one.is_as_expected] == [("NoSseS3",)] * 2


def test_whether_the_default_fills_in_the_key_is_not_known():
    guard = guard_with(Rule.THIS_KEY)
    facts = Facts(region="us-east-1", default=BucketEncryption("aws:kms", KEY))
    trials = try_policy(policy_of(guard), "bucket", guard, facts)
    found = {one.upload.sent.value: one.found for one in trials}
    assert found["none"] is Decision.UNKNOWN

from __future__ import annotations

import json

import pytest

from s3enc_gui.demo.bucket_policy.engine import (
    MalformedPolicyError,
    PolicyRequest,
    check_policy,
    is_denied,
)
from s3enc_gui.domain.guard.policy_text import edited
from s3enc_gui.domain.guard.trial import Sent
from tests.domain.guard.upload_table import CASES, KEY, guard_with

ARN = "arn:aws:s3:::bucket"
CALLER = "arn:aws:iam::123456789012:user/demo"
SSE = "s3:x-amz-server-side-encryption"


def context_of(upload):
    """The condition keys of a request, from its headers."""
    context = {"aws:securetransport": str(upload.secure).lower()}
    if upload.sent is Sent.SSE_C:
        return {**context, f"{SSE}-customer-algorithm": "AES256"}
    if upload.sent is not Sent.NOTHING:
        context[SSE] = upload.sent.value
    if upload.key:
        context[f"{SSE}-aws-kms-key-id"] = upload.key
    return context


@pytest.mark.parametrize(("rule", "name", "upload", "answer"), CASES)
def test_the_demo_answers_as_amazon_s3(rule, name, upload, answer):
    policy = edited("", guard_with(rule).statements(ARN))
    request = PolicyRequest("s3:PutObject", f"{ARN}/key", CALLER, context_of(upload))
    assert is_denied(policy, request) == (answer in "D?")  # "?": it resolves no alias


STATEMENT = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"{ARN}/*"}


@pytest.mark.parametrize(
    ("change", "denied"),
    [
        ({}, True),
        ({"Effect": "Allow"}, False),
        ({"Action": ["s3:GetObject", "S3:put*"]}, True),
        ({"Action": "s3:GetObject"}, False),
        ({"Resource": f"{ARN}/other/*"}, False),
        ({"Resource": "arn:aws:s3:::*"}, True),
        ({"Principal": {"AWS": "123456789012"}}, True),
        ({"Principal": {"AWS": "arn:aws:iam::123456789012:user/other"}}, False),
        ({"Principal": {"Service": "logging.s3.amazonaws.com"}}, False),
        ({"Condition": {"ArnLike": {f"{SSE}-aws-kms-key-id": "arn:aws:kms:*:*:key/*"}}}, True),
        ({"Condition": {"ArnNotLike": {f"{SSE}-aws-kms-key-id": "arn:aws:kms:*:*:key/*"}}}, False),
        ({"Condition": {"StringEqualsIfExists": {"s3:x-amz-acl": "private"}}}, True),
        ({"Condition": {"StringEquals": {"s3:x-amz-acl": "private"}}}, False),
        ({"Condition": {"Null": {SSE: True}}}, False),
        ({"Condition": {"Null": {SSE: ["false"]}, "Bool": {"aws:SecureTransport": False}}}, True),
    ],
)
def test_elements_of_a_statement(change, denied):
    policy = json.dumps({"Statement": [{**STATEMENT, **change}]})
    context = {SSE: "aws:kms", f"{SSE}-aws-kms-key-id": KEY, "aws:securetransport": "false"}
    request = PolicyRequest("s3:PutObject", f"{ARN}/key", CALLER, context)
    assert is_denied(policy, request) is denied


def test_the_opposite_of_an_action_and_of_a_resource():
    opposite = {"NotAction": "s3:GetObject", "NotResource": f"{ARN}/public/*", "Effect": "Deny"}
    policy = json.dumps({"Statement": {**opposite, "Principal": "*"}})
    for action, key, denied in (
        ("s3:PutObject", "key", True),
        ("s3:GetObject", "key", False),
        ("s3:PutObject", "public/key", False),
    ):
        assert is_denied(policy, PolicyRequest(action, f"{ARN}/{key}", CALLER)) is denied


@pytest.mark.parametrize(
    "policy",
    [
        "no JSON",
        "[]",
        "{}",
        '{"Statement": []}',
        '{"Statement": [{"Effect": "Maybe"}]}',
        json.dumps({"Statement": [{**STATEMENT, "Condition": {"StringIs": {"a": "b"}}}]}),
        json.dumps({"Statement": [{**STATEMENT, "Sid": "A"}, {**STATEMENT, "Sid": "A"}]}),
    ],
)
def test_malformed_policies_are_refused(policy):
    with pytest.raises(MalformedPolicyError):
        check_policy(policy)

from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.policy.evaluation import Objects, Reach, Request, applying

ACCOUNT = "111122223333"
USER = Identity(f"arn:aws:iam::{ACCOUNT}:user/anna", ACCOUNT, None)
SESSION = Identity(f"arn:aws:sts::{ACCOUNT}:assumed-role/Admin/anna", ACCOUNT, None)
ANONYMOUS = Identity("", "", None)
SSE = "s3:x-amz-server-side-encryption"
BUCKET = "arn:aws:s3:::bucket"
STATEMENT = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}


def policy(*statements):
    return BucketPolicy.parse(json.dumps({"Statement": list(statements)}))


def found(change, action="s3:PutObject", caller=USER, objects=None, context=None):
    """Return whether the changed statement applies: True, False or None."""
    request = Request(action, objects or Objects((f"{BUCKET}/x",)), context or {}, caller)
    applications = list(applying(policy({**STATEMENT, **change}), request, denies=True))
    return applications[0].certain or None if applications else False


def without(name, **change):
    """Return the statement with its opposite: `NotAction` instead of `Action`."""
    rest = {key: value for key, value in STATEMENT.items() if key != name}
    return policy({**rest, **change})


@pytest.mark.parametrize(
    ("action", "applies"),
    [
        ("s3:PutObject", True),
        ("s3:putobject", True),
        ("s3:Put*", True),
        ("s3:*", True),
        ("*", True),
        (["s3:GetObject", "s3:PutObject"], True),
        ("s3:PutObject?cl", False),
        ("s3:GetObject", False),
    ],
)
def test_actions(action, applies):
    assert found({"Action": action}) is applies


@pytest.mark.parametrize(
    ("principal", "caller", "applies"),
    [
        ("*", None, True),
        ({"AWS": "*"}, None, True),
        ({"AWS": ["*"]}, USER, True),
        ("*", ANONYMOUS, True),
        ({"AWS": "*"}, ANONYMOUS, True),
        ({"AWS": ACCOUNT}, ANONYMOUS, False),
        ({"AWS": "AIDACKCEVSQ6C2EXAMPLE"}, ANONYMOUS, False),
        ({"AWS": ACCOUNT}, USER, True),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, SESSION, True),
        ({"AWS": "arn:aws:iam::444455556666:root"}, USER, False),
        ({"AWS": "arn:aws:iam::444455556666:root"}, None, None),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/anna"}, USER, True),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/bob"}, USER, False),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/Admin"}, SESSION, True),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso/Admin"}, SESSION, True),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/Other"}, SESSION, False),
        ({"AWS": "arn:aws:iam::444455556666:role/Admin"}, SESSION, False),
        ({"AWS": SESSION.arn}, SESSION, True),
        ({"AWS": "AIDAEXAMPLEUNIQUEID"}, USER, None),
        ({"Service": "logging.s3.amazonaws.com"}, USER, False),
        ({"CanonicalUser": "79a59df900b949e5"}, USER, None),
        ({"Service": "s3.amazonaws.com", "AWS": ACCOUNT}, USER, True),
    ],
)
def test_principals(principal, caller, applies):
    assert found({"Principal": principal}, caller=caller) is applies


@pytest.mark.parametrize(
    ("principal", "applies"),
    [
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/bob"}, True),
        ({"AWS": USER.arn}, None),  # AWS requires the account, too
        ("*", False),
    ],
)
def test_not_principal(principal, applies):
    request = Request("s3:PutObject", Objects((f"{BUCKET}/x",)), {}, USER)
    excluded = without("Principal", NotPrincipal=principal)
    applications = list(applying(excluded, request, denies=True))
    assert [one.certain for one in applications] == {True: [True], None: [False]}.get(applies, [])


IN = Objects((f"{BUCKET}/in/a.txt", f"{BUCKET}/in/b.csv"), f"{BUCKET}/in/")


@pytest.mark.parametrize(
    ("resource", "reach"),
    [
        (f"{BUCKET}/*", Reach.ALL),
        ([BUCKET, f"{BUCKET}/in/*"], Reach.ALL),
        ([f"{BUCKET}/*.txt", f"{BUCKET}/*.csv"], Reach.ALL),
        (f"{BUCKET}/*.txt", Reach.SOME),
        (f"{BUCKET}/in/c*", None),
        (f"{BUCKET}/out/*", None),
        (BUCKET, None),
    ],
)
def test_resources(resource, reach):
    one = policy({**STATEMENT, "Resource": resource})
    applications = list(applying(one, Request("s3:PutObject", IN, {}), denies=True))
    assert [one.reach for one in applications] == ([reach] if reach else [])


def test_not_resource():
    for resource, reach in ((f"{BUCKET}/out/*", Reach.ALL), (f"{BUCKET}/*.txt", Reach.SOME)):
        one = without("Resource", NotResource=resource)
        applications = list(applying(one, Request("s3:PutObject", IN, {}), denies=True))
        assert [one.reach for one in applications] == [reach]
    all_excluded = without("Resource", NotResource=f"{BUCKET}/in/*")
    assert not list(applying(all_excluded, Request("s3:PutObject", IN, {}), denies=True))


def test_only_the_beginning_of_the_names_is_known():
    many = Objects(start=f"{BUCKET}/in/")
    assert found({"Resource": f"{BUCKET}/*"}, objects=many) is True
    assert found({"Resource": f"{BUCKET}/out/*"}, objects=many) is False
    assert found({"Resource": f"{BUCKET}/*.txt"}, objects=many) is None


def test_all_conditions_must_hold():
    both = {"StringNotEquals": {SSE: "aws:kms"}, "Null": {SSE: "false"}}
    assert found({"Condition": both}, context={SSE: ("AES256",)}) is True
    assert found({"Condition": both}, context={SSE: (None,)}) is False


def test_a_condition_that_cannot_be_evaluated():
    unknown = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    assert found({"Condition": unknown}) is None
    known = {**unknown, "StringEquals": {SSE: "AES256"}}
    assert found({"Condition": known}, context={SSE: ("aws:kms",)}) is False


def test_an_allow_statement_denies_nothing():
    request = Request("s3:PutObject", Objects((f"{BUCKET}/x",)), {}, USER)
    allows = policy({**STATEMENT, "Effect": "Allow"})
    assert not list(applying(allows, request, denies=True))
    assert [one.certain for one in applying(allows, request, denies=False)] == [True]


@pytest.mark.parametrize(
    "document",
    [
        "", "<html>", "[]", "{}", "null", '"x"', '{"Statement": 1}', '{"Statement": [{}]}',
        '{"Statement": {"Effect": "Deny"}}', '{"Statement": "Deny"}', "[" * 100_000,
        json.dumps({"Statement": {**STATEMENT, "Effect": "Perhaps"}}),
        json.dumps({"Statement": {**STATEMENT, "Condition": ["x"]}}),
        json.dumps({"Statement": {**STATEMENT, "Condition": {"Null": "x"}}}),
        json.dumps({"Statement": {**STATEMENT, "Principal": 5}}),
    ],
)  # fmt: skip
def test_what_is_no_policy_is_an_error(document):
    with pytest.raises(AppError) as caught:
        BucketPolicy.parse(document)
    assert caught.value.code == "UnreadablePolicy"


def test_a_policy_as_it_may_be_written():
    """One statement without a list, unknown elements, values of other types."""
    one = BucketPolicy.parse(
        json.dumps(
            {
                "Version": "2012-10-17",
                "Id": "x",
                "Statement": {
                    **STATEMENT,
                    "Extra": {"a": 1},
                    "Condition": {"Bool": {"aws:SecureTransport": False}},
                },
            }
        )
    )
    (condition,) = one.conditions()
    assert (condition.key, condition.values) == ("aws:securetransport", ("false",))

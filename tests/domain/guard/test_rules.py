from __future__ import annotations

from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.rules import OWN_SIDS, Guard, Json, Rule, guard_of
from tests.domain.guard.upload_table import KEY, KEY_ID, guard_with

ARN = "arn:aws-cn:s3:::bucket"


@pytest.mark.parametrize("rule", Rule)
def test_a_statement_denies_only_actions_on_objects_and_listings(rule):
    (statement,) = guard_with(rule).statements(ARN)
    actions: Any = statement["Action"]
    names = [actions] if isinstance(actions, str) else actions
    assert statement["Effect"] == "Deny"
    assert statement["Sid"] in OWN_SIDS
    # None of them could keep anybody from changing the policy or the bucket's settings.
    assert not any(name in ("*", "s3:*") or "Bucket*" in name or "Policy" in name for name in names)
    assert rule is Rule.TLS or names == ["s3:PutObject"]


@pytest.mark.parametrize("rule", Rule)
def test_the_guard_of_a_policy_is_recognized(rule):
    guard = guard_with(rule)
    theirs: Json = {"Sid": "Mine", "Effect": "Allow"}
    assert guard_of([theirs, *guard.statements(ARN)]) == guard


def test_without_own_statements_there_are_no_rules():
    assert guard_of([{"Sid": "Mine"}, {}]) == Guard()


@pytest.mark.parametrize("rule", Rule)
def test_a_statement_that_was_changed_by_hand_is_no_guard(rule):
    (statement,) = guard_with(rule).statements(ARN)
    for name in statement:
        assert guard_of([{**statement, name: "changed"}]) in (None, Guard())
    assert guard_of([statement, statement]) is None
    assert guard_of([{"Sid": statement["Sid"]}]) is None


def test_two_kinds_of_encryption_cannot_be_required():
    with pytest.raises(AppError):
        Guard(frozenset({Rule.SSE_S3, Rule.DSSE}))


@pytest.mark.parametrize("key", ["alias/test_key", KEY_ID, "", None])
def test_the_rule_for_one_key_needs_its_arn(key):
    with pytest.raises(AppError):
        Guard(frozenset({Rule.THIS_KEY}), key)


def test_a_key_without_its_rule_is_refused():
    with pytest.raises(AppError):
        Guard(frozenset({Rule.ANY_KMS}), KEY)

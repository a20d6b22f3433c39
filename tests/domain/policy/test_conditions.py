from __future__ import annotations

import pytest

from s3enc_gui.domain.policy.conditions import NOT_KNOWN, UnknownText, holds
from s3enc_gui.domain.policy.document import Condition

SSE = "s3:x-amz-server-side-encryption"
K = "arn:aws:kms:eu-central-1:111122223333:key/k"
OTHER = "arn:aws:kms:eu-central-1:111122223333:key/other"


def is_met(operator, values, *possible):
    wanted = (values,) if isinstance(values, str) else tuple(values)
    return holds(Condition(operator, SSE, wanted), {SSE: possible})


@pytest.mark.parametrize(
    ("operator", "values", "actual", "met"),
    [
        ("StringNotEquals", "aws:kms", "AES256", True),
        ("StringNotEquals", "aws:kms", None, True),
        ("StringNotEquals", "aws:kms", "aws:kms", False),
        ("StringNotEquals", ["aws:kms", "aws:kms:dsse"], "aws:kms:dsse", False),
        ("StringNotEqualsIfExists", "aws:kms", None, True),
        ("StringEquals", ["AES256", "aws:fsx"], "AES256", True),
        ("StringEquals", "AES256", None, False),
        ("StringEqualsIfExists", "AES256", None, True),
        ("StringEqualsIfExists", "AES256", "aws:kms", False),
        ("StringEqualsIgnoreCase", "aes256", "AES256", True),
        ("StringNotEqualsIgnoreCase", "aes256", "AES256", False),
        ("StringEquals", "aws:*", "aws:kms", False),
        ("StringLike", "aws:*", "aws:kms", True),
        ("StringLike", "aws:km?", "aws:kms", True),
        ("StringNotLike", "aws:kms*", "aws:kms:dsse", False),
        ("ArnEquals", "arn:aws:kms:*:111122223333:key/*", K, True),
        ("ArnLike", "arn:aws:kms:*:444455556666:key/*", K, False),
        ("ArnEquals", "arn:*", K, False),  # each of the six parts
        ("ArnNotEquals", K, OTHER, True),
        ("ArnNotEquals", K, None, True),
        ("ArnNotEqualsIfExists", K, None, True),
        ("ArnNotEqualsIfExists", K, K, False),
        ("ArnEquals", K, "alias/k", False),
        ("Null", "true", None, True),
        ("Null", "false", None, False),
        ("Null", "false", "AES256", True),
        ("Null", "true", UnknownText(), False),
        ("Bool", "false", "false", True),
        ("Bool", "True", "true", True),
        ("NumericEquals", "1", "1.0", True),
        ("NumericLessThan", "1.2", "1.2", False),
        ("NumericLessThanEquals", "1.2", "1.2", True),
        ("NumericGreaterThan", "1.2", "1.3", True),
        ("NumericGreaterThanEquals", "1.3", "1.2", False),
        ("NumericLessThan", "1.2", "new", None),
        ("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", None),
        ("ForAllValues:StringEquals", "a", "a", None),
        ("StringEquals", "${aws:username}", "anna", None),
        ("StringEquals", K, UnknownText(), None),
        ("StringEquals", K, UnknownText(frozenset({K})), False),
        ("StringNotEquals", K, UnknownText(frozenset({K})), True),
    ],
)
def test_operators(operator, values, actual, met):
    assert is_met(operator, values, actual) is met


def test_possible_values_that_agree_decide():
    assert is_met("StringNotEquals", K, None, OTHER) is True
    assert is_met("StringNotEquals", K, None, K) is None


def test_a_key_that_is_not_known_decides_nothing():
    condition = Condition("StringEquals", "aws:sourceip", ("10.0.0.1",))
    assert holds(condition, {}) is None
    assert holds(Condition("Null", "aws:sourceip", ("true",)), {"aws:sourceip": NOT_KNOWN}) is None

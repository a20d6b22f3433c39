"""Which statement of a bucket policy denies a request.

Source: IAM User Guide (policy evaluation logic; JSON policy elements).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class MalformedPolicyError(Exception):
    """PutBucketPolicy refuses the document; the message says why."""


@dataclass(frozen=True)
class PolicyRequest:
    """An action (`s3:PutObject`) on a resource's ARN, by a caller's ARN.

    `context` has the condition keys that the request has, with names in lower case.
    """

    action: str
    resource: str
    caller: str
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """The caller's account."""
        return self.caller.split(":")[4]


def check_policy(document: str) -> None:
    """Raise MalformedPolicyError for a document that S3 doesn't accept."""
    try:
        statements = _list(json.loads(document)["Statement"])
        sids = [one["Sid"] for one in statements if "Sid" in one]
        if not statements or any(one["Effect"] not in ("Allow", "Deny") for one in statements):
            raise MalformedPolicyError("Invalid policy syntax.")
        for statement in statements:
            for operator in statement.get("Condition", {}):
                _operator(operator)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise MalformedPolicyError("Policies must be valid JSON.") from error
    if len(sids) != len(set(sids)):
        raise MalformedPolicyError("Statement IDs (SID) in a single policy must be unique.")


def is_denied(document: str, request: PolicyRequest) -> bool:
    """Whether a Deny of the policy applies to a request; every Allow is weaker."""
    return any(
        statement["Effect"] == "Deny" and _applies(statement, request)
        for statement in _list(json.loads(document)["Statement"])
    )


def _applies(statement: Mapping[str, Any], request: PolicyRequest) -> bool:
    return (
        _is_named(statement, "Action", request.action, ignore_case=True)
        and _is_named(statement, "Resource", request.resource)
        and _is_about_caller(statement, request)
        and all(
            _holds(operator, key, _list(values), request.context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def _is_named(
    statement: Mapping[str, Any], element: str, value: str, *, ignore_case: bool = False
) -> bool:
    opposite = f"Not{element}" in statement
    names = _list(statement[f"Not{element}" if opposite else element])
    return opposite != any(_like(name, value, ignore_case=ignore_case) for name in names)


def _is_about_caller(statement: Mapping[str, Any], request: PolicyRequest) -> bool:
    opposite = "NotPrincipal" in statement
    principal = statement["NotPrincipal" if opposite else "Principal"]
    names = _list(principal.get("AWS", []) if isinstance(principal, dict) else principal)
    account = f"arn:aws:iam::{request.account}:root"
    return opposite != any(
        name in ("*", request.caller, request.account, account) for name in names
    )


def _holds(operator: str, key: str, wanted: list[Any], context: Mapping[str, str]) -> bool:
    name, negated, if_exists = _operator(operator)
    actual = context.get(key.lower())
    texts = [str(one).lower() if isinstance(one, bool) else str(one) for one in wanted]
    if name == "Null":
        return any((actual is None) is (one == "true") for one in texts)
    if actual is None:
        return negated or if_exists
    return negated != any(_OPERATORS[name](one, actual) for one in texts)


def _operator(operator: str) -> tuple[str, bool, bool]:
    """Return the name of an operator, whether it is negated, and whether it has IfExists."""
    plain = operator.removesuffix("IfExists")
    name = plain.replace("Not", "", 1)
    if name not in _OPERATORS and name != "Null":
        raise MalformedPolicyError(f"Invalid Condition type : {operator}")
    return name, name != plain, plain != operator


def _like(pattern: str, value: str, *, ignore_case: bool = False) -> bool:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    flags = re.DOTALL | (re.IGNORECASE if ignore_case else 0)
    return re.fullmatch(expression, value, flags) is not None


def _arn_like(pattern: str, value: str) -> bool:
    patterns, values = pattern.split(":", 5), value.split(":", 5)
    return len(patterns) == len(values) and all(
        _like(*pair) for pair in zip(patterns, values, strict=True)
    )


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StringEqualsIgnoreCase": lambda wanted, actual: wanted.lower() == actual.lower(),
    "StringLike": _like,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": lambda wanted, actual: wanted.lower() == actual.lower(),
    "NumericEquals": lambda wanted, actual: float(wanted) == float(actual),
    "NumericLessThan": lambda wanted, actual: float(actual) < float(wanted),
    "NumericGreaterThan": lambda wanted, actual: float(actual) > float(wanted),
}


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    return value if isinstance(value, list) else [value]

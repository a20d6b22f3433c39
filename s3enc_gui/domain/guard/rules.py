"""The rules that a bucket can enforce, and the statements of a bucket policy for them.

Sources: S3 User Guide (UsingServerSideEncryption, example-bucket-policies, UsingDSSEncryption,
ServerSideEncryptionCustomerKeys); IAM User Guide (condition operators: a negated operator is met
if the request has no such key).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyForm, parse_key_reference
from s3enc_gui.i18n import text

Json = dict[str, object]

_SSE = "s3:x-amz-server-side-encryption"


class Rule(StrEnum):
    """What uploads must have. Values are those of `s3enc guard set --require`."""

    ANY_KMS = "kms"
    THIS_KEY = "kms-key"
    SSE_S3 = "sse-s3"
    DSSE = "dsse"
    NO_SSE_C = "no-sse-c"
    TLS = "tls"

    @property
    def is_kind(self) -> bool:
        """Whether it requires a kind of encryption; a bucket can have one such rule."""
        return self not in (Rule.NO_SSE_C, Rule.TLS)


_SIDS = {
    Rule.ANY_KMS: "S3encRequireKms",
    Rule.THIS_KEY: "S3encRequireThisKmsKey",
    Rule.SSE_S3: "S3encRequireSseS3",
    Rule.DSSE: "S3encRequireDsseKms",
    Rule.NO_SSE_C: "S3encDenySseC",
    Rule.TLS: "S3encRequireTls",
}
OWN_SIDS = frozenset(_SIDS.values())
"""The Sids of S3enc's statements; all others are the user's."""

# Data and names of objects only. With `s3:*` on the bucket, a server or proxy without TLS would
# deny everybody the requests that change the policy back.
_TLS_OBJECT_ACTIONS = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject*",
    "s3:GetObject*",
    "s3:ListMultipartUploadParts",
    "s3:PutObject*",
    "s3:RestoreObject",
)
_TLS_BUCKET_ACTIONS = ("s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions")


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of a bucket; `key` is the ARN for `THIS_KEY`. Without rules, it has no guard.

    Raises AppError for two kinds of encryption, and where the key isn't a key ARN.
    """

    rules: frozenset[Rule] = frozenset()
    key: str | None = None

    def __post_init__(self) -> None:
        if sum(rule.is_kind for rule in self.rules) > 1:
            raise AppError(
                text("Only one kind of encryption can be required"),
                text("No upload could meet two of these rules."),
                code="Usage",
            )
        if (Rule.THIS_KEY in self.rules) != (self.key is not None):
            raise AppError(
                text("Which KMS key?") if self.key is None else text("A key needs its rule"),
                text("The rule for one KMS key and its key ARN belong together."),
                code="Usage",
            )
        if self.key is not None and parse_key_reference(self.key).form is not KeyForm.KEY_ARN:
            raise AppError(
                text("The rule needs the key's ARN"),
                text(
                    "Policies compare the ARN that a request sends. “{key}” isn't one.",
                    key=self.key,
                ),
                text("Enter arn:aws:kms:REGION:ACCOUNT:key/KEY-ID."),
                code="MalformedKey",
            )

    @property
    def ordered(self) -> tuple[Rule, ...]:
        """The rules in their order."""
        return tuple(rule for rule in Rule if rule in self.rules)

    def statements(self, bucket_arn: str, *, plain: bool = False) -> tuple[Json, ...]:
        """Return the statements for a bucket with this ARN, in a fixed order.

        `plain`: with operators that servers other than AWS know, too, which mean the same.
        """
        return tuple(self._statement(rule, bucket_arn, plain=plain) for rule in self.ordered)

    def _statement(self, rule: Rule, bucket_arn: str, *, plain: bool) -> Json:
        actions: object = "s3:PutObject"
        resource: object = f"{bucket_arn}/*"
        if rule is Rule.TLS:
            actions = [*_TLS_OBJECT_ACTIONS, *_TLS_BUCKET_ACTIONS]
            resource = [bucket_arn, f"{bucket_arn}/*"]
        return {
            "Sid": _SIDS[rule],
            "Effect": "Deny",
            "Principal": "*",
            "Action": actions,
            "Resource": resource,
            "Condition": _condition(rule, self.key or "", plain=plain),
        }


def _condition(rule: Rule, key: str, *, plain: bool) -> Json:
    """Return the condition under which a request is denied.

    AWS's example for one key has ArnNotEqualsIfExists; SeaweedFS refuses policies with it. Both
    operators are met by a request without the key.
    """
    other_key = "StringNotEquals" if plain else "ArnNotEqualsIfExists"
    conditions: dict[Rule, Json] = {
        Rule.ANY_KMS: {"StringNotEquals": {_SSE: ["aws:kms", "aws:kms:dsse"]}},
        Rule.THIS_KEY: {other_key: {f"{_SSE}-aws-kms-key-id": key}},
        Rule.SSE_S3: {"StringNotEquals": {_SSE: "AES256"}},
        Rule.DSSE: {"StringNotEquals": {_SSE: "aws:kms:dsse"}},
        Rule.NO_SSE_C: {"Null": {f"{_SSE}-customer-algorithm": "false"}},
        Rule.TLS: {"Bool": {"aws:SecureTransport": "false"}},
    }
    return conditions[rule]


def guard_of(statements: Iterable[Json]) -> Guard | None:
    """Return the guard that S3enc's own statements make; None if they were changed by hand.

    The bucket's ARN is taken from the statements.
    """
    own = [one for one in statements if one.get("Sid") in OWN_SIDS]
    rules = {rule for rule, sid in _SIDS.items() if any(one["Sid"] == sid for one in own)}
    try:
        key = next((_key(one) for one in own if one["Sid"] == _SIDS[Rule.THIS_KEY]), None)
        guard = Guard(frozenset(rules), key)
        arn = next((_bucket_arn(one) for one in own), "")
    except (AppError, AttributeError, LookupError, TypeError, ValueError):
        return None
    found = {str(one["Sid"]): normal(one) for one in own}
    for plain in (False, True):
        statements = guard.statements(arn, plain=plain)
        if found == {str(one["Sid"]): normal(one) for one in statements} and len(own) == len(found):
            return guard
    return None


def normal(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a part of a policy in one of the ways in which servers write it.

    The order of names and values doesn't matter; a list of one value is the value.
    """
    if value == {"AWS": "*"}:
        return "*"
    if isinstance(value, dict):
        return {name: normal(item) for name, item in value.items()}
    if isinstance(value, list):
        found = sorted((normal(item) for item in value), key=json.dumps)
        return found[0] if len(found) == 1 else found
    return str(value).lower() if isinstance(value, bool) else value


def _key(statement: dict[str, Any]) -> str:
    (values,) = statement["Condition"].values()
    return str(normal(values[f"{_SSE}-aws-kms-key-id"]))


def _bucket_arn(statement: dict[str, Any]) -> str:
    resource = statement["Resource"]
    found = min(resource, key=len) if isinstance(resource, list) else resource
    return str(found).removesuffix("/*")

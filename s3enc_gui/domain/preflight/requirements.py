"""What a statement that denies uploads requires, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from s3enc_gui.domain.policy.conditions import is_negated
from s3enc_gui.domain.policy.document import Condition, Statement
from s3enc_gui.domain.preflight.facts import KEY_ID
from s3enc_gui.domain.preflight.planned_upload import (
    ACL,
    CUSTOMER_ALGORITHM,
    IF_NONE_MATCH,
    SECURE_TRANSPORT,
    SSE,
    STORAGE_CLASS,
    TLS_VERSION,
)
from s3enc_gui.i18n import AnyText, Text, sentences, text

# AWS's names, the same in all languages.
_KINDS = {"AES256": "SSE-S3", "aws:kms": "SSE-KMS", "aws:kms:dsse": "DSSE-KMS"}

_ABSENT: Mapping[str, Text] = {
    SSE: text("It requires an encryption to be specified: the bucket's default doesn't count."),
    KEY_ID: text("It requires a KMS key to be specified."),
    CUSTOMER_ALGORITHM: text("It requires SSE-C."),
    IF_NONE_MATCH: text("It doesn't allow objects to be overwritten."),
    ACL: text("It requires an ACL."),
    STORAGE_CLASS: text("It requires a storage class."),
}
"""If the statement denies requests without the condition key."""

_PRESENT: Mapping[str, Text] = {
    SSE: text("It requires that no encryption is specified."),
    KEY_ID: text("It requires that no KMS key is specified."),
    CUSTOMER_ALGORITHM: text("It doesn't accept SSE-C."),
    IF_NONE_MATCH: text("It doesn't accept conditional writes."),
    ACL: text("It doesn't accept an ACL."),
    STORAGE_CLASS: text("It doesn't accept a storage class."),
}
"""If it denies requests with the condition key."""


def requirements(statement: Statement) -> AnyText:
    """Return what a statement that denies uploads requires; empty if it denies all of them."""
    return sentences(*filter(None, map(_requirement, statement.conditions)))


def _requirement(condition: Condition) -> Text | None:
    key, values = condition.key, condition.values
    if condition.operator == "Null":
        is_absent = any(value.lower() == "true" for value in values)
        return (_ABSENT if is_absent else _PRESENT).get(key)
    if key == SECURE_TRANSPORT:
        return text("It requires HTTPS.")
    if key == TLS_VERSION:
        return text("It requires a newer version of TLS.")
    if key not in _WORDING:
        return None
    required, refused = _WORDING[key]
    wording = required if is_negated(condition.operator) else refused
    names = (_KINDS.get(value, value) if key == SSE else value for value in values)
    return wording(_choice(names))


def _choice(values: Iterable[str]) -> str | Text:
    """Join values to `a or b`."""
    first, *more = values
    found: str | Text = first
    for value in more:
        found = text("{first} or {second}", first=found, second=value)
    return found


_Wording = Callable[[str | Text], Text]

# For values that are required, and for values that are denied.
_WORDING: Mapping[str, tuple[_Wording, _Wording]] = {
    SSE: (
        lambda value: text("It requires {value}.", value=value),
        lambda value: text("It doesn't accept {value}.", value=value),
    ),
    KEY_ID: (
        lambda value: text("It requires the KMS key {value}.", value=value),
        lambda value: text("It doesn't accept the KMS key {value}.", value=value),
    ),
    ACL: (
        lambda value: text("It requires the ACL {value}.", value=value),
        lambda value: text("It doesn't accept the ACL {value}.", value=value),
    ),
    STORAGE_CLASS: (
        lambda value: text("It requires the storage class {value}.", value=value),
        lambda value: text("It doesn't accept the storage class {value}.", value=value),
    ),
}

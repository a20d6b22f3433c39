"""What to send to an administrator about a denied request, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from s3enc_gui.domain.denial import Denial
from s3enc_gui.domain.policy.allowing import ANY_KEY, Change, ChangeKind, PolicyKind, changes
from s3enc_gui.domain.policy.callers import CallerKind, caller_of
from s3enc_gui.i18n import N_, Text, text

_Kind = PolicyKind

# Where to add statements. `{who}` is one of `_CALLERS`, `{owner}` an ARN.
_ADD = {
    _Kind.IDENTITY: N_("Add this policy to {who}:"),
    _Kind.PERMISSIONS_BOUNDARY: N_("The permissions boundary of {who} must allow this, too:"),
    _Kind.SESSION: N_("The session policy must allow this:"),
    _Kind.SERVICE_CONTROL: N_("The service control policies of the account must allow this:"),
    _Kind.RESOURCE_CONTROL: N_("The resource control policies must allow this:"),
    _Kind.VPC_ENDPOINT: N_("Add this statement to the policy of the VPC endpoint:"),
    _Kind.BUCKET: N_("Add this statement to the bucket policy of {owner}:"),
    _Kind.KEY: N_("Add this statement to the key policy of {owner}:"),
    _Kind.ROLE_TRUST: N_("Add this statement to the trust policy of {owner}:"),
    _Kind.RESOURCE: N_("Add this statement to the policy of {owner}:"),
}
_ADD_IF_OTHER_ACCOUNT = {
    _Kind.BUCKET: N_(
        "If the bucket belongs to another account, also add this statement to the bucket policy of"
        " {owner}:"
    ),
    _Kind.KEY: N_(
        "If the KMS key belongs to another account, also add this statement to the key policy of"
        " {owner}:"
    ),
}
_DENIED_BY = {
    _Kind.IDENTITY: N_("A policy of {who} has a Deny for it."),
    _Kind.PERMISSIONS_BOUNDARY: N_("The permissions boundary of {who} has a Deny for it."),
    _Kind.SESSION: N_("The session policy has a Deny for it."),
    _Kind.SERVICE_CONTROL: N_("A service control policy of the organization has a Deny for it."),
    _Kind.RESOURCE_CONTROL: N_("A resource control policy of the organization has a Deny for it."),
    _Kind.VPC_ENDPOINT: N_("The policy of the VPC endpoint has a Deny for it."),
    _Kind.BUCKET: N_("The bucket policy of {owner} has a Deny for it."),
    _Kind.KEY: N_("The key policy of {owner} has a Deny for it."),
    _Kind.ROLE_TRUST: N_("The trust policy of {owner} has a Deny for it."),
    _Kind.RESOURCE: N_("The policy of {owner} has a Deny for it."),
}
_CALLERS = {
    CallerKind.USER: N_("the user “{name}”"),
    CallerKind.ROLE: N_("the role “{name}”"),
    CallerKind.PERMISSION_SET: N_("the permission set “{name}” in IAM Identity Center"),
    CallerKind.OTHER: N_("the user or role"),
}
_WRITES = frozenset({"s3:PutObject"})
_ENCRYPTION = "s3:x-amz-server-side-encryption"
_KEY_ID = f"{_ENCRYPTION}-aws-kms-key-id"


def administrator_text(denial: Denial) -> str:
    """Return the text: what was denied, what to change, and how to find the request in logs."""
    return "\n\n".join("\n".join(part) for part in _parts(denial)) + "\n"


def administrator_document(denial: Denial) -> dict[str, object]:
    """Return the same as JSON, in the source language; unknown values are None."""
    return {
        "operation": denial.operation,
        "permissions": [
            {"action": one.action, "resource": one.resource or None} for one in denial.permissions
        ],
        "named_by_server": denial.is_named,
        "caller": denial.caller or None,
        "policy": denial.policy or None,
        "explicit_deny": denial.is_explicit,
        "request_id": denial.request_id or None,
        "host_id": denial.host_id or None,
        "date": denial.date or None,
        "changes": [
            {
                "change": one.kind.value,
                "policy": one.policy.value,
                "of": one.owner or None,
                "if_other_account": one.is_conditional,
                "add": one.document or None,
            }
            for one in changes(denial)
        ],
    }


def _parts(denial: Denial) -> Iterator[list[str]]:
    yield [str(_question(denial)), *_lines_of_permissions(denial)]
    if denial.is_explicit and denial.permissions[0].action in _WRITES:
        yield [
            str(text("The request was for this encryption:")),
            f"- {_ENCRYPTION}: {_sent(denial.encryption)}",
            f"- {_KEY_ID}: {_sent(denial.kms_key)}",
        ]
    for change in changes(denial):
        yield _lines_of_change(change, denial)
    if keys := [one.resource for one in denial.permissions if one.resource.endswith(ANY_KEY)]:
        line = text(
            "The request named no KMS key. Replace {key} with the ARN of the key.", key=keys[0]
        )
        yield [str(line)]
    if denial.is_named:
        yield [str(text("The server said: “{message}”", message=denial.message))]
    if facts := list(_facts(denial)):
        yield facts


def _question(denial: Denial) -> Text:
    values = {"caller": denial.caller or text("me"), "operation": denial.operation}
    if denial.is_explicit:
        return text("{operation} by {caller} is denied:", **values)
    if denial.is_named:
        return text("Please allow {caller} what {operation} lacks:", **values)
    return text("Please allow {caller} what {operation} needs:", **values)


def _lines_of_permissions(denial: Denial) -> Iterator[str]:
    for one in denial.permissions:
        yield f"- {one.action}: {_one_line(one.resource)}" if one.resource else f"- {one.action}"


def _lines_of_change(change: Change, denial: Denial) -> list[str]:
    who = caller_of(denial.caller)
    named = Text(_CALLERS[who.kind], {"name": who.name})
    values = {"who": named, "owner": _one_line(change.owner) or text("the resource")}
    if change.kind is ChangeKind.ALLOW:
        conditional = _ADD_IF_OTHER_ACCOUNT.get(change.policy) if change.is_conditional else None
        return [str(Text(conditional or _ADD[change.policy], values)), _json(change.document)]
    lines = [str(Text(_DENIED_BY[change.policy], values)), _stronger(denial)]
    if change.kind is ChangeKind.EXEMPT:
        lines += [
            str(text("To exempt the caller, add this to the statement with the Deny:")),
            _json(change.document),
        ]
    return lines


def _stronger(denial: Denial) -> str:
    if denial.permissions[0].action in _WRITES:
        return str(
            text(
                "An Allow doesn't change that. If the Deny has a condition on one of the headers"
                " above, please tell me the value that it requires."
            )
        )
    return str(text("An Allow doesn't change that. Please narrow or remove the Deny."))


def _facts(denial: Denial) -> Iterator[str]:
    if denial.request_id:
        yield str(text("Request ID: {id}", id=denial.request_id))
    if denial.host_id:
        yield str(text("Host ID: {id}", id=denial.host_id))
    if denial.date:
        yield str(text("Date: {date}", date=denial.date))


def _sent(value: str) -> str:
    return _one_line(value) or str(text("not sent"))


def _json(document: object) -> str:
    """Return JSON in ASCII: IAM accepts no character above U+00FF in a policy."""
    return json.dumps(document, indent=2)


def _one_line(name: str) -> str:
    """Escape line breaks and control characters, which names may contain."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )

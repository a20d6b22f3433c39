"""What to change in which policy so that a denied request is allowed.

Sources: IAM User Guide (policy evaluation logic; JSON policy elements: Resource, Principal; global
condition keys), IAM Identity Center User Guide (referencing permission sets in resource policies),
AWS KMS Developer Guide (allowing users in other accounts to use a KMS key).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.policy.callers import Caller, caller_of
from s3enc_gui.regex import regex

Json = dict[str, object]
_VERSION = "2012-10-17"


class PolicyKind(Enum):
    """A policy that can allow or deny a request."""

    IDENTITY = "identity"
    BUCKET = "bucket"
    KEY = "key"
    ROLE_TRUST = "role trust"
    PERMISSIONS_BOUNDARY = "permissions boundary"
    SESSION = "session"
    SERVICE_CONTROL = "service control"
    RESOURCE_CONTROL = "resource control"
    VPC_ENDPOINT = "VPC endpoint"
    RESOURCE = "resource"


class ChangeKind(Enum):
    """`ALLOW`: add the statements; `EXEMPT`: add the condition to the statement that denies;
    `REMOVE_DENY`: nothing can be added, a Deny is stronger than every Allow.
    """

    ALLOW = "allow"
    EXEMPT = "exempt"
    REMOVE_DENY = "remove deny"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one policy. `owner`: the ARN of the bucket, key or role that has it, or empty.

    `document` is a whole policy document for an identity's policy, otherwise what to add.
    `is_conditional`: needed only if the resource belongs to another account than the caller.
    """

    kind: ChangeKind
    policy: PolicyKind
    document: Json
    owner: str = ""
    is_conditional: bool = False


_OF_IDENTITY = {
    "identity-based": PolicyKind.IDENTITY,
    "permissions boundary": PolicyKind.PERMISSIONS_BOUNDARY,
    "session": PolicyKind.SESSION,
    "service control": PolicyKind.SERVICE_CONTROL,
}
_OF_PLACE = {
    "vpc endpoint": PolicyKind.VPC_ENDPOINT,
    "resource control": PolicyKind.RESOURCE_CONTROL,
}
_OF_RESOURCE = {
    "s3": PolicyKind.BUCKET,
    "kms": PolicyKind.KEY,
    "sts": PolicyKind.ROLE_TRUST,
}
# Only actions on a resource can be allowed by its own policy; on `*`, only by the identity's.
_ANYTHING = "*"
ANY_KEY = ":key/*"
"""The end of the resource of a permission for the key that S3 chooses."""


def changes(denial: Denial) -> tuple[Change, ...]:
    """Return what would allow the request, the most likely first; empty if nothing is known."""
    if not denial.permissions:
        return ()
    caller = caller_of(denial.caller)
    if denial.is_explicit:
        return (_without_deny(denial, caller),)
    found = tuple(_allowing(denial, caller))
    document = identity_document(denial.permissions)
    return found or (Change(ChangeKind.ALLOW, PolicyKind.IDENTITY, document),)


def policy_kind(denial: Denial) -> PolicyKind | None:
    """Return the kind of the policy that denied the request; None if it isn't known."""
    kind = _OF_IDENTITY.get(denial.policy) or _OF_PLACE.get(denial.policy)
    if kind is None and denial.policy:
        return _OF_RESOURCE.get(denial.permissions[0].service, PolicyKind.RESOURCE)
    return kind


def identity_document(permissions: tuple[Permission, ...]) -> Json:
    """Return a whole policy document that allows the actions."""
    statements = [_statement(resource, actions) for resource, actions in _by_resource(permissions)]
    return {"Version": _VERSION, "Statement": statements}


def _allowing(denial: Denial, caller: Caller) -> Iterator[Change]:
    kind, permissions = policy_kind(denial), denial.permissions
    if kind is None or kind in _OF_IDENTITY.values():
        policy = kind or PolicyKind.IDENTITY
        yield Change(ChangeKind.ALLOW, policy, identity_document(permissions))
        if policy is PolicyKind.IDENTITY:
            for change in _by_owners(permissions, caller, certain=False):
                if kind is None or not change.is_conditional:
                    yield change
        return
    if kind in _OF_PLACE.values():
        for resource, actions in _by_resource(permissions):
            everyone: Json = {"Effect": "Allow", "Principal": "*"}
            only: Json = {"Condition": caller.as_condition} if caller.arn else {}
            found = _statement(resource, actions)
            yield Change(ChangeKind.ALLOW, kind, {**everyone, **_without_effect(found), **only})
        return
    yield from _by_owners(permissions, caller, certain=True)
    if any(_account(one.resource) not in ("", caller.account) for one in permissions):
        yield Change(ChangeKind.ALLOW, PolicyKind.IDENTITY, identity_document(permissions))


def _by_owners(
    permissions: tuple[Permission, ...], caller: Caller, *, certain: bool
) -> Iterator[Change]:
    """Yield the changes of the resources' own policies, which name the caller.

    Unless `certain`, only where the resource is, or may be, another account's.
    """
    if not caller.arn:
        return
    for resource, actions in _by_resource(permissions):
        service = actions[0].partition(":")[0]
        policy = _OF_RESOURCE.get(service, PolicyKind.RESOURCE)
        account = _account(resource)
        is_one = resource.startswith("arn:") and not resource.endswith(ANY_KEY)
        if not is_one or (not certain and account == caller.account):
            continue
        principal: Json = {"Effect": "Allow", "Principal": caller.principal}
        found = _without_effect(_statement(resource, actions))
        if policy in (PolicyKind.KEY, PolicyKind.ROLE_TRUST):
            found.pop("Resource")
            found.pop("Condition", None)  # which key of several it is: a key policy is of one
        if policy is PolicyKind.KEY:
            found["Resource"] = "*"  # a key policy's own key (KMS, key policies)
        if caller.condition:
            found["Condition"] = caller.condition
        yield Change(
            ChangeKind.ALLOW,
            policy,
            {**principal, **found},
            owner_of(resource),
            is_conditional=not certain and not account,
        )


def _without_deny(denial: Denial, caller: Caller) -> Change:
    """Exempt the caller from a Deny of a policy that isn't the caller's own."""
    kind = policy_kind(denial) or PolicyKind.RESOURCE
    resource = denial.permissions[0].resource
    owner = owner_of(resource) if kind in _OF_RESOURCE.values() else ""
    own = (PolicyKind.IDENTITY, PolicyKind.PERMISSIONS_BOUNDARY, PolicyKind.SESSION)
    if kind in own or not caller.arn:
        return Change(ChangeKind.REMOVE_DENY, kind, {}, owner)
    return Change(ChangeKind.EXEMPT, kind, {"Condition": caller.as_exemption}, owner)


def _by_resource(permissions: tuple[Permission, ...]) -> list[tuple[str, list[str]]]:
    """Group the actions by service and resource, in their order."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in permissions:
        found.setdefault((one.service, one.resource), []).append(one.action)
    return [(resource, actions) for (_, resource), actions in found.items()]


def _statement(resource: str, actions: list[str]) -> Json:
    named, condition = _named(resource, actions[0].partition(":")[0])
    made: Json = {
        "Effect": "Allow",
        "Action": actions[0] if len(actions) == 1 else actions,
        "Resource": named,
    }
    return {**made, "Condition": condition} if condition else made


def _without_effect(statement: Json) -> Json:
    return {name: value for name, value in statement.items() if name != "Effect"}


_ALIAS = regex(r"(arn:[a-z-]+:kms:[^:]*:[^:]*:)(alias/.+)")


def _named(resource: str, service: str) -> tuple[str, Mapping[str, object]]:
    """Return the element Resource, with a condition where the key is known by its alias only.

    KMS: an alias ARN isn't valid in Resource; the condition key is kms:ResourceAliases.
    """
    if alias := _ALIAS.fullmatch(resource):
        condition = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": alias[2]}}
        return f"{alias[1]}key/*", condition
    if service == "kms" and resource.endswith(ANY_KEY):
        return resource, {"StringLike": {"kms:ViaService": "s3.*"}}
    return resource or _ANYTHING, {}


def _account(resource: str) -> str:
    """Return the account in an ARN; empty for a bucket, whose ARN has none."""
    fields = resource.split(":")
    return fields[4].strip("*") if len(fields) > 5 else ""


def owner_of(resource: str) -> str:
    """Return the ARN of what has the policy: the bucket of an object, otherwise the resource."""
    bucket, slash, _ = resource.partition("/")
    is_object = bool(slash) and re.fullmatch(r"arn:[a-z-]+:s3:::[^/]+", bucket) is not None
    if is_object:
        return bucket
    access_point, found, _ = resource.partition("/object/")
    return access_point if found else resource

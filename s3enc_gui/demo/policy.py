"""Bucket policies with conditions on encryption headers; moto ignores conditions."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable, Mapping
from typing import Any

import flask
from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket

from s3enc_gui.demo import keys, web
from s3enc_gui.demo.patching import Patcher

_CONTEXT = {
    f"s3:{name}": name
    for name in (
        "x-amz-acl",
        "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-customer-algorithm",
        "x-amz-storage-class",
    )
}
_KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id"


def denies(
    policy: Mapping[str, Any], action: str, resource: str, context: Mapping[str, str]
) -> bool:
    """Whether a statement of `policy` denies the request to everyone (`Principal: *`).

    `context` has the values of the condition keys of the request. Unknown condition operators
    never match.
    """
    return any(
        statement["Effect"] == "Deny"
        and statement.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
        and _matches(statement.get("Action"), action)
        and _matches(statement.get("Resource"), resource)
        and _holds(statement.get("Condition", {}), context)
        for statement in _list(policy["Statement"])
    )


def _holds(conditions: Mapping[str, Mapping[str, Any]], context: Mapping[str, str]) -> bool:
    return all(
        _operator(name, context.get(key), [str(value) for value in _list(values)])
        for name, operands in conditions.items()
        for key, values in operands.items()
    )


def _operator(name: str, actual: str | None, values: list[str]) -> bool:
    if name == "Null":
        return (actual is None) == (values[0].lower() == "true")
    base = name.removesuffix("IfExists")
    negated = "Not" in base
    if base.replace("Not", "") not in (
        "StringEquals", "StringLike", "ArnEquals", "ArnLike", "Bool",
    ):  # fmt: skip
        return False
    if actual is None:
        # A missing key equals nothing; with IfExists the condition matches.
        return negated or base != name
    if base.startswith("StringE") or base.startswith("StringNotE"):
        found = actual in values
    else:
        found = any(fnmatch.fnmatchcase(actual, value) for value in values)
    return found != negated


def _matches(patterns: object, value: str) -> bool:
    return any(fnmatch.fnmatchcase(value, str(pattern)) for pattern in _list(patterns or []))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def install(patcher: Patcher) -> None:
    """Evaluate the conditions of bucket policies, and return S3's error message."""
    patcher.wrap(FakeBucket, "get_permission", lambda _: _get_permission)


def _get_permission(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    is_batch = flask.request.method == "POST" and "delete" in flask.request.args
    name = f"s3:{action.removeprefix('s3:')}" if is_batch else _action()
    if bucket.policy is None or name is None:
        return PermissionResult.NEUTRAL
    if not denies(json.loads(bucket.policy), name, resource, _context(bucket)):
        return PermissionResult.NEUTRAL
    if is_batch:
        # DeleteObjects returns an error per object; moto adds it.
        return PermissionResult.DENIED
    raise S3ClientError(
        "AccessDenied",
        f"User: arn:aws:iam::{bucket.account_id}:user/demo is not authorized to perform: {name}"
        f' on resource: "{resource}" with an explicit deny in a resource-based policy',
    )


def _action() -> str | None:
    """The action of the current request; None for the later steps of a multipart upload."""
    method, arguments = flask.request.method, flask.request.args
    if method == "POST":
        return "s3:PutObject" if "uploads" in arguments else None
    if "uploadId" in arguments:
        later = {"GET": "s3:ListMultipartUploadParts", "DELETE": "s3:AbortMultipartUpload"}
        return later.get(method)
    verb = {"HEAD": "Get", "GET": "Get", "PUT": "Put", "DELETE": "Delete"}.get(method)
    if verb is None:
        return None
    subject = "Acl" if "acl" in arguments else "Tagging" if "tagging" in arguments else ""
    return f"s3:{verb}Object{subject}"


def _context(bucket: FakeBucket) -> dict[str, str]:
    headers: Callable[[str], str | None] = web.request_headers().get
    context = {key: value for key, name in _CONTEXT.items() if (value := headers(name))}
    if _KEY_ID in context:
        # Policies contain key ARNs; the request may use another form.
        reference = context[_KEY_ID]
        key = keys.usable_key(bucket.account_id, bucket.region_name, reference)
        context[_KEY_ID] = key.arn
    return context | {"aws:SecureTransport": "false"}

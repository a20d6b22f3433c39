"""Bucket policies with conditions on encryption headers; moto ignores conditions."""

from __future__ import annotations

from collections.abc import Callable

import flask
from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket

from s3enc_gui.demo import keys, web
from s3enc_gui.demo.patching import Patcher
from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.policy.conditions import Context
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.policy.evaluation import Objects, Request, is_denied

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


def install(patcher: Patcher) -> None:
    """Evaluate the conditions of bucket policies, and return S3's error message."""
    patcher.wrap(FakeBucket, "get_permission", lambda _: _get_permission)


def _get_permission(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    is_batch = flask.request.method == "POST" and "delete" in flask.request.args
    name = f"s3:{action.removeprefix('s3:')}" if is_batch else _action()
    if bucket.policy is None or name is None:
        return PermissionResult.NEUTRAL
    caller = f"arn:aws:iam::{bucket.account_id}:user/demo"
    request = Request(
        name,
        Objects((resource,)),
        _context(bucket),
        Identity(caller, bucket.account_id, bucket.region_name),
    )
    if not is_denied(BucketPolicy.parse(bucket.policy.decode()), request):
        return PermissionResult.NEUTRAL
    if is_batch:
        # DeleteObjects returns an error per object; moto adds it.
        return PermissionResult.DENIED
    raise S3ClientError(
        "AccessDenied",
        f"User: {caller} is not authorized to perform: {name}"
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


def _context(bucket: FakeBucket) -> Context:
    headers: Callable[[str], str | None] = web.request_headers().get
    context = {key: headers(name) or None for key, name in _CONTEXT.items()}
    if reference := context[_KEY_ID]:
        # Policies contain key ARNs; the request may use another form.
        context[_KEY_ID] = keys.usable_key(bucket.account_id, bucket.region_name, reference).arn
    context["aws:securetransport"] = "false"
    return {key: (value,) for key, value in context.items()}

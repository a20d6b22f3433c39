"""Applies bucket policies to requests; moto ignores their conditions."""

from __future__ import annotations

import functools
from collections.abc import Callable

import flask
from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, S3Backend

from s3enc_gui.demo import keys, web
from s3enc_gui.demo.bucket_policy.engine import (
    MalformedPolicyError,
    PolicyRequest,
    check_policy,
    is_denied,
)
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


def install(patcher: Patcher) -> None:
    """Evaluate bucket policies, return S3's error message, and check new policies."""
    patcher.wrap(FakeBucket, "get_permission", lambda _: _get_permission)
    patcher.wrap(S3Backend, "put_bucket_policy", _put_bucket_policy)


def _put_bucket_policy(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def put_bucket_policy(self: S3Backend, bucket_name: str, policy: bytes) -> None:
        try:
            check_policy(policy.decode())
        except MalformedPolicyError as error:
            raise S3ClientError("MalformedPolicy", str(error)) from error
        original(self, bucket_name, policy)

    return put_bucket_policy


def _get_permission(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    is_batch = flask.request.method == "POST" and "delete" in flask.request.args
    name = f"s3:{action.removeprefix('s3:')}" if is_batch else _action()
    if bucket.policy is None or name is None:
        return PermissionResult.NEUTRAL
    caller = f"arn:aws:iam::{bucket.account_id}:user/demo"
    request = PolicyRequest(name, resource, caller, _context(bucket))
    if not is_denied(bucket.policy.decode(), request):
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


def _context(bucket: FakeBucket) -> dict[str, str]:
    headers: Callable[[str], str | None] = web.request_headers().get
    context = {key: value for key, name in _CONTEXT.items() if (value := headers(name))}
    if reference := context.get(_KEY_ID):
        # Policies contain key ARNs; the request may use another form.
        context[_KEY_ID] = keys.usable_key(bucket.account_id, bucket.region_name, reference).arn
    return {**context, "aws:securetransport": "false"}

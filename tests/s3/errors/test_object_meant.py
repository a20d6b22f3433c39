"""Each error names the object that is meant, and no permission where none is missing."""

from __future__ import annotations

import re
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

import s3enc_gui.s3
from s3enc_gui.s3.errors.access_denied import explain
from s3enc_gui.s3.errors.denied_request import denial_of
from s3enc_gui.s3.errors.messages.denied import ACTIONS
from s3enc_gui.s3.errors.translation import app_error, subject
from s3enc_gui.s3.transport.header_fields import error_of
from tests.s3.errors.test_translation import check_text

COPY = subject(
    {
        "Bucket": "to",
        "Key": "new.txt",
        "CopySource": {"Bucket": "from", "Key": "old.txt"},
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": "target-key",
    }
)
VERSION = {"bucket": "b", "key": "k", "version": "v1"}
USER = "arn:aws:iam::111122223333:user/anna"


def error(operation, code, message="", status=400, headers=(), names=COPY, **fields):
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": dict(headers)}
    body = {"Code": code, "Message": message, **fields}
    response = {"Error": body, "ResponseMetadata": metadata}
    found = app_error(ClientError(response, operation), **names)  # type: ignore[arg-type]
    check_text(found)
    return found


def denied(operation, action, resource):
    said = f"User: {USER} is not authorized to perform: {action} on resource: {resource} because no"
    return error(operation, "AccessDenied", f"{said} identity-based policy allows it", 403)


# --- copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ["CopyObject", "UploadPartCopy"])
@pytest.mark.parametrize(
    ("code", "message", "status"),
    [
        ("NoSuchKey", "The specified key does not exist.", 404),
        ("NoSuchVersion", "The specified version does not exist.", 404),
        ("ObjectNotInActiveTierError", "The source object is not in the active tier.", 403),
        ("InvalidObjectState", "Operation is not valid for the source object's class", 403),
    ],
)
def test_a_copy_without_its_source_names_the_source(operation, code, message, status):
    found = error(operation, code, message, status)
    assert "“old.txt”" in found.detail
    assert "new.txt" not in found.detail


def test_the_bucket_is_that_of_the_source_too():
    found = error("CopyObject", "NoSuchKey", status=404)
    assert found.detail == "The object “old.txt” isn't in the bucket “from”, or was deleted."


@pytest.mark.parametrize(
    ("fields", "bucket"),
    [({"BucketName": "from"}, "from"), ({"BucketName": "to"}, "to"), ({}, "to")],
)
def test_the_bucket_that_the_server_names(fields, bucket):
    found = error("CopyObject", "NoSuchBucket", status=404, **fields)
    assert f"“{bucket}”" in found.detail


def test_the_key_that_the_server_names():
    found = error("CopyObject", "NoSuchKey", status=404, Key="new.txt")
    assert "“new.txt”" in found.detail


@pytest.mark.parametrize(
    ("action", "piece"),
    [
        ("s3:GetObject", "whether the object “old.txt” exists"),
        ("s3:GetObjectVersion", "version of the object “old.txt”"),
        ("s3:PutObject", "Nothing was stored in the bucket “to”"),
        ("kms:Decrypt", "The object “old.txt” may exist"),
        ("kms:GenerateDataKey", "you can't use the KMS key “target-key”"),
    ],
)
def test_a_denied_copy_names_the_object_of_the_action(action, piece):
    assert piece in denied("CopyObject", action, "arn:aws:s3:::any/thing").detail


@pytest.mark.parametrize(
    ("resource", "piece"), [("target-key", "Large files"), ("source-key", "“old.txt” may exist")]
)
def test_parts_of_a_copy_need_both_keys(resource, piece):
    assert piece in denied("UploadPartCopy", "kms:Decrypt", resource).detail


@pytest.mark.parametrize("operation", ["CopyObject", "UploadPartCopy"])
def test_a_denied_copy_without_a_reason_names_both(operation):
    found = error(operation, "AccessDenied", "Access Denied", 403)
    assert "read “from/old.txt” (s3:GetObject)" in found.detail
    assert "write “to/new.txt” (s3:PutObject)" in found.detail
    assert found.denial is not None
    needed = {(one.action, one.resource) for one in found.denial.permissions}
    assert ("s3:GetObject", "arn:aws:s3:::from/*") in needed
    assert ("s3:PutObject", "arn:aws:s3:::to/*") in needed


def test_a_copy_of_an_object_with_its_own_key_names_the_source():
    message = "The object was stored using a form of Server Side Encryption. The correct …"
    assert "“old.txt”" in error("CopyObject", "InvalidRequest", message).detail


def test_other_requests_name_their_own_object():
    found = error("PutObject", "NoSuchKey", status=404)
    assert "“new.txt”" in found.detail


# --- delete markers ------------------------------------------------------------------------------

MARKER = [("x-amz-delete-marker", "true")]


@pytest.mark.parametrize("operation", ["HeadObject", "GetObject", "GetObjectTagging", "CopyObject"])
@pytest.mark.parametrize("code", ["404", "NoSuchKey"])
def test_a_deleted_object_is_not_one_that_never_existed(operation, code):
    found = error(operation, code, "Not Found", 404, MARKER)
    assert (found.title, found.code) == ("The object was deleted", code)
    assert "Older versions may still exist." in found.detail
    assert ("old.txt" if operation == "CopyObject" else "new.txt") in found.detail


@pytest.mark.parametrize("code", ["405", "MethodNotAllowed"])
def test_a_version_that_is_a_delete_marker(code):
    found = error("HeadObject", code, "Method Not Allowed", 405, MARKER)
    assert (found.title, found.code) == ("This version is a delete marker", code)


def test_a_copy_of_a_delete_marker():
    message = (
        "The source of a copy request may not specifically refer to a delete marker by version id."
    )
    found = error("CopyObject", "InvalidRequest", message)
    assert found.title == "This version is a delete marker"
    assert "“old.txt”" in found.detail


@pytest.mark.parametrize("headers", [[], [("x-amz-delete-marker", "false")]])
def test_without_the_header_nothing_is_known(headers):
    assert error("HeadObject", "404", "", 404, headers).title == "The object doesn't exist"
    assert error("GetObject", "405", "", 405, headers).title != "This version is a delete marker"


def test_the_fast_transport_keeps_the_header():
    cause = error_of("HeadObject", 404, [("x-amz-delete-marker", "true")], b"", tries=1)
    assert app_error(cause, bucket="b", key="k").title == "The object was deleted"


# --- locks, versions, conditions -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "message", "status"),
    [
        ("AccessDenied", "Access Denied because object protected by object lock.", 403),
        ("AccessDenied", "forbidden by object lock", 403),  # Ceph
        ("InvalidRequest", "Object is WORM protected and cannot be overwritten", 400),  # MinIO
    ],
)
@pytest.mark.parametrize("operation", ["DeleteObject", "DeleteObjects", "PutObject"])
def test_a_locked_object_needs_no_permission(operation, code, message, status):
    found = error(operation, code, message, status, names=VERSION)
    assert found.title == "The object is locked"
    assert "“k”" in found.detail
    assert found.denial is None


def test_a_denied_deletion_of_a_version_may_be_a_lock():
    found = error("DeleteObject", "AccessDenied", "Access Denied", 403, names=VERSION)
    assert found.title == "You don't have permission to delete this version"
    assert "S3 Object Lock or MFA delete may also protect it." in found.detail
    assert "s3:DeleteObjectVersion on b" in found.detail


def test_a_bucket_that_requires_mfa_needs_no_permission():
    message = "Mfa Authentication must be used for this request"
    found = error("DeleteObject", "AccessDenied", message, 403, names=VERSION)
    assert found.title == "The bucket requires MFA to delete versions"
    assert found.denial is None


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("HeadObject", "s3:GetObjectVersion"),
        ("GetObject", "s3:GetObjectVersion"),
        ("GetObjectTagging", "s3:GetObjectVersionTagging"),
        ("DeleteObject", "s3:DeleteObjectVersion"),
    ],
)
def test_the_request_for_a_version_names_its_action(operation, action):
    found = error(operation, "AccessDenied", "Access Denied", 403, names=VERSION)
    assert f"{action} on b" in found.detail


@pytest.mark.parametrize("operation", ["HeadObject", "GetObject", "DeleteObject"])
@pytest.mark.parametrize("code", ["412", "PreconditionFailed"])
def test_a_failed_condition_on_reading_is_a_changed_object(operation, code):
    assert error(operation, code, "", 412).title == "The object changed"
    assert error("PutObject", code, "", 412).title == "The object already exists"


def test_every_operation_that_is_used_asks_for_a_permission_that_exists():
    """An operation isn't always called like its action in a policy."""
    text = "".join(one.read_text() for one in Path(s3enc_gui.s3.__path__[0]).rglob("*.py"))
    called = set(re.findall(r"[.\"]([a-z0-9]+_[a-z0-9_]+)[(,\"]", text))
    session = botocore.session.get_session()
    operations = {
        name
        for service in ("s3", "kms", "sts")
        for name in session.get_service_model(service).operation_names
        if xform_name(name) in called
    }
    assert {"CopyObject", "ListObjectVersions", "DescribeKey"} <= operations
    for operation in operations:
        found = explain("Access Denied", operation, {"bucket": "b"})
        detail = str(found.filled({}).detail)
        assert re.findall(r"(?:s3|kms|sts):[A-Za-z]+", detail), operation
        assert operation in ACTIONS or operation not in detail.replace(f":{operation}", "")
        about = {"bucket": "b", "key": "k", "source_bucket": "c", "source_key": "l"}
        denial = denial_of(operation, "Access Denied", about, {})
        assert denial is not None, operation
        assert all(re.match(r"(?:s3|kms|sts):[A-Za-z]+", one.action) for one in denial.permissions)

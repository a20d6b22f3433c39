"""Errors about KMS keys that servers report with the code of another error."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.s3.errors.response_marks import ACCEPTED
from s3enc_gui.s3.errors.translation import app_error

NOT_RETRIEVED = "Failed to retrieve the actual key, kms-keyid: my-key"
NAMED = {"bucket": "reports", "key": "a.pdf", "key_name": "my-key", "sse": "aws:kms"}


def response(
    code: str,
    message: str = "",
    operation: str = "PutObject",
    status: int = 403,
    *,
    accepted: bool | None = False,
    headers: dict[str, str] | None = None,
) -> ClientError:
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": headers or {}, ACCEPTED: accepted}
    error = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}
    return ClientError(error, operation)  # type: ignore[arg-type]


@pytest.mark.parametrize("operation", ["PutObject", "CreateMultipartUpload", "CopyObject"])
def test_an_unknown_access_key_may_be_an_unknown_kms_key(operation):
    error = app_error(response("InvalidAccessKeyId", operation=operation), **NAMED)
    assert error.title == "The access key isn't valid, or the KMS key doesn't exist"
    assert "the KMS key “my-key”" in error.detail
    assert error.code == "InvalidAccessKeyId"


def test_after_other_requests_the_kms_key_is_named_first():
    error = app_error(response("InvalidAccessKeyId", accepted=True), **NAMED)
    assert error.title == "The server may not have the KMS key"
    assert error.detail.endswith("S3-compatible servers do this if they don't have the KMS key"
                                 " “my-key”.")  # fmt: skip
    assert "check the access key" in error.hint


@pytest.mark.parametrize(
    ("operation", "subject", "accepted"),
    [
        ("PutObject", {"bucket": "reports", "sse": "AES256"}, True),
        ("ListObjectsV2", {"bucket": "reports"}, True),
        ("DescribeKey", {"key_name": "my-key"}, True),
        ("PutObject", NAMED, None),
    ],
)
def test_without_a_kms_key_and_at_amazon_it_is_the_access_key(operation, subject, accepted):
    error = app_error(
        response("InvalidAccessKeyId", operation=operation, accepted=accepted), **subject
    )
    assert error.title == "The access key isn't valid"


@pytest.mark.parametrize(("code", "status"), [("InvalidAccessKeyId", 403), ("NoSuchKey", 404)])
@pytest.mark.parametrize("operation", ["PutObject", "GetObject", "CopyObject"])
def test_ceph_says_by_the_message_that_it_is_the_kms_key(code, status, operation):
    error = app_error(response(code, NOT_RETRIEVED, operation, status), **NAMED)
    assert error.title == "The server couldn't get the KMS key"
    assert error.code == "KMS.NotFoundException"  # not a missing object, nor a missing caller
    assert f"The response was {code} (HTTP {status})." in error.detail
    assert NOT_RETRIEVED in error.detail


@pytest.mark.parametrize("code", ["AccessDenied", "InvalidArgument", "InvalidKmsKeyId"])
def test_a_code_that_fits_is_kept(code):
    error = app_error(response(code, NOT_RETRIEVED), **NAMED)
    assert (error.title, error.code) == ("The server couldn't get the KMS key", code)


def test_ceph_requires_a_key():
    said = (
        "Server Side Encryption with KMS managed key requires "
        "HTTP header x-amz-server-side-encryption-aws-kms-key-id"
    )
    error = app_error(response("InvalidAccessKeyId", said), sse="aws:kms")
    assert error.title == "The server requires a KMS key"
    assert error.code == "KMS.NotFoundException"


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("kms:KeyNotFound", "The KMS key doesn't exist"),
        ("KMS.NotFoundException", "The KMS key doesn't exist"),
        ("kms:NotAuthorized", "The server isn't allowed to use the KMS key"),
        ("kms:InvalidKeyName", "This isn't a KMS key"),
        ("kms:InvalidCiphertextException", "The object can't be decrypted with its KMS key"),
    ],
)
def test_the_codes_of_minio(code, title):
    error = app_error(response(code, "key with given key ID does not exist", status=404), **NAMED)
    assert (error.title, error.code) == (title, code)


def test_minio_says_in_a_header_why_a_head_fails():
    headers = {"x-minio-error-code": "kms:KeyNotFound"}
    error = app_error(response("404", "Not Found", "HeadObject", 404, headers=headers), key="a.pdf")
    assert (error.title, error.code) == ("The KMS key doesn't exist", "kms:KeyNotFound")


def test_other_codes_in_the_header_change_nothing():
    headers = {"x-minio-error-code": "NoSuchKey"}
    error = app_error(response("404", "Not Found", "HeadObject", 404, headers=headers), key="a.pdf")
    assert error.code == "404"


@pytest.mark.parametrize(
    ("code", "message"),
    [("NoSuchKey", NOT_RETRIEVED), ("kms:KeyNotFound", ""), ("kms:NotAuthorized", "")],
)
def test_whoever_reads_an_object_cannot_choose_another_key(code, message):
    stored, read = (
        app_error(response(code, message, operation, 404), **NAMED)
        for operation in ("PutObject", "GetObject")
    )
    assert stored.title == read.title
    assert "Choose another key" in stored.hint
    assert read.hint == "Ask the server's owner whether it still has the key of the object."

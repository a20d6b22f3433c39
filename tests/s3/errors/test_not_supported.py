from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.s3.errors.translation import app_error, subject

SSE = "x-amz-server-side-encryption"


def refusal(operation, message="", **fields):
    body: Any = {"Code": "NotImplemented", "Message": message, **fields}
    metadata: Any = {"HTTPStatusCode": 501}
    return ClientError({"Error": body, "ResponseMetadata": metadata}, operation)


def texts(operation, message="", header="", **parameters):
    found = refusal(operation, message, **({"Header": header} if header else {}))
    error = app_error(found, **subject({"Bucket": "b", "Key": "k", **parameters}))
    return error.title, error.command_hint


@pytest.mark.parametrize(
    ("parameters", "hint"),
    [
        ({"StorageClass": "GLACIER"}, "Leave out the storage class."),
        ({"Tagging": "a=b"}, "Leave out the tags."),
        (
            {"StorageClass": "GLACIER", "Tagging": "a=b", "ACL": "private"},
            "Leave out the options that it may not support: storage class, ACL, tags.",
        ),
    ],
)
def test_the_hint_names_only_what_the_request_had(parameters, hint):
    assert texts("PutObject", **parameters)[1] == hint


@pytest.mark.parametrize("operation", ["ListObjectsV2", "PutObject", "HeadObject"])
def test_without_options_there_is_nothing_to_leave_out(operation):
    title, hint = texts(operation)
    assert title == "The server doesn't support this operation"
    assert hint == "Use another server, or ask the server's owner."


@pytest.mark.parametrize("operation", ["CopyObject", "UploadPartCopy"])
def test_options_of_a_copy_are_not_the_users(operation):
    title, hint = texts(operation, ServerSideEncryption="AES256", StorageClass="GLACIER")
    assert title == "The server doesn't support this copy"
    assert hint == "Download the object, then upload it again."


@pytest.mark.parametrize(
    "said",
    [{"header": SSE}, {"message": f"Header '{SSE}' with value 'AES256' not implemented"}],
)
def test_the_header_that_is_named_counts(said):
    options = {"ServerSideEncryption": "AES256", "StorageClass": "GLACIER", "Tagging": "a=b"}
    title, hint = texts("PutObject", **said, **options)
    assert title == "The server doesn't support the requested encryption"
    assert hint.startswith("Choose “Bucket default” (--sse none)")
    assert texts("PutObject", header="x-amz-storage-class", **options)[1] == (
        "Leave out the storage class."
    )


def test_a_header_that_no_option_sends_is_quoted():
    error = app_error(refusal("PutObject", Header="x-amz-other"), bucket="b")
    assert "x-amz-other" in error.detail

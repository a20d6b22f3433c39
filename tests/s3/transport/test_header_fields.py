from __future__ import annotations

import socket
import ssl

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from s3enc_gui.s3.errors.translation import app_error
from s3enc_gui.s3.transport.header_fields import error_of, failure_of, response_fields
from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.connection import NoResponse
from s3enc_gui.s3.transport.responses import read_status, read_write_response

HEADERS = [
    ("etag", '"abc"'),
    ("content-length", "5"),
    ("x-amz-server-side-encryption", "aws:kms"),
    ("x-amz-server-side-encryption-aws-kms-key-id", "arn"),
    ("x-amz-server-side-encryption-bucket-key-enabled", "true"),
    ("x-amz-checksum-crc64nvme", "AAAA"),
    ("x-amz-version-id", "v1"),
    ("x-amz-meta-owner", "me"),
    ("last-modified", "Tue, 24 Nov 2026 16:15:15 GMT"),
    ("x-amz-request-id", "R"),
]


def test_headers_become_the_fields_botocore_has():
    fields = response_fields(HEADERS)
    answer, status = read_write_response(fields), read_status(fields)
    assert (answer.etag, answer.version_id, answer.request_id) == ("abc", "v1", "R")
    assert (status.algorithm, status.key, status.bucket_key) == ("aws:kms", "arn", True)
    assert (fields["ContentLength"], fields["Metadata"]) == (5, {"owner": "me"})
    assert fields["LastModified"].isoformat() == "2026-11-24T16:15:15+00:00"


def test_unused_headers_are_ignored():
    assert response_fields([("server", "AmazonS3"), ("x-amz-id-2", "x")]) == response_fields([])


@pytest.mark.parametrize("length", ["", "five", "-5", "5, 5"])
def test_an_invalid_size_is_not_zero(length):
    assert "ContentLength" not in response_fields([("content-length", length)])


def test_an_error_in_xml_keeps_its_code():
    body = b"<Error><Code>NoSuchBucket</Code><Message>Gone</Message></Error>"
    error = error_of("PutObject", 404, [], body, tries=2)
    assert error.response["Error"]["Code"] == "NoSuchBucket"
    assert error.response["ResponseMetadata"]["RetryAttempts"] == 1


@pytest.mark.parametrize("body", [b"", b"<html><p>Sign in", b"\xff\x00"])
@pytest.mark.parametrize("status", [400, 403, 404, 412, 503])
def test_an_error_without_xml_has_its_status_as_code(status, body):
    error = error_of("HeadObject", status, [], body, tries=1)
    assert error.response["Error"]["Code"] == str(status)
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status


XML = st.lists(
    st.sampled_from(
        (
            *("<Error>", "</Error>", "<Code>", "</Code>", "SlowDown", "<?xml version='1.0'?>"),
            *("<Errors>", "</Errors>", "&amp;", "&x;", "<![CDATA[", "]]>", "<Message/>", "<a/>"),
            *("\x00", " "),
        )
    ),
    max_size=8,
).map("".join)


@settings(deadline=None)
@given(st.integers(301, 599), st.one_of(st.binary(max_size=80), XML.map(str.encode)))
def test_any_body_of_an_error_gives_an_error(status, body):
    error = error_of("PutObject", status, [("content-type", "application/xml")], body, tries=1)
    assert isinstance(error, ClientError)
    assert app_error(error).title


def test_a_choice_of_several_is_an_error_too():
    error = error_of("PutObject", 300, [], b"", tries=1)
    assert error.response["Error"]["Code"] == "300"


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ssl.SSLCertVerificationError(1, "self-signed certificate"), "SSLError"),
        (ConnectionRefusedError(111, "refused"), "EndpointConnectionError"),
        (socket.gaierror(-2, "unknown name"), "EndpointConnectionError"),
        (OSError(113, "no route to host"), "EndpointConnectionError"),
        (ConnectionResetError(104, "reset"), "ConnectionClosedError"),
        (NoResponse("cut"), "ConnectionClosedError"),
        (TimeoutError("slow"), "ReadTimeoutError"),
        (BadResponse("not HTTP"), "HTTPClientError"),
    ],
)
def test_connection_errors_are_botocores(error, name):
    found = app_error(failure_of(error, "https://s3.invalid"))
    assert found.code == name
    assert found.title
    assert found.hint

from __future__ import annotations

import pytest
from awscrt.exceptions import from_code

from s3enc_gui.s3.answers import read_answer, read_status
from s3enc_gui.s3.bare_answers import answer_fields, error_of, failure_of
from s3enc_gui.s3.errors import app_error

HEADERS = [
    ("ETag", '"abc"'),
    ("Content-Length", "5"),
    ("X-Amz-Server-Side-Encryption", "aws:kms"),
    ("x-amz-server-side-encryption-aws-kms-key-id", "arn"),
    ("x-amz-server-side-encryption-bucket-key-enabled", "true"),
    ("x-amz-checksum-crc64nvme", "AAAA"),
    ("x-amz-version-id", "v1"),
    ("x-amz-meta-Owner", "me"),
    ("Last-Modified", "Tue, 24 Nov 2026 16:15:15 GMT"),
    ("x-amz-request-id", "R"),
]


def test_headers_become_the_fields_botocore_has():
    fields = answer_fields(HEADERS)
    answer, status = read_answer(fields), read_status(fields)
    assert (answer.etag, answer.version_id, answer.request_id) == ("abc", "v1", "R")
    assert (status.algorithm, status.key, status.bucket_key) == ("aws:kms", "arn", True)
    assert (fields["ContentLength"], fields["Metadata"]) == (5, {"owner": "me"})
    assert fields["LastModified"].isoformat() == "2026-11-24T16:15:15+00:00"


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


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1029, "SSLError"),  # AWS_IO_TLS_ERROR_NEGOTIATION_FAILURE
        (1047, "EndpointConnectionError"),  # AWS_IO_SOCKET_CONNECTION_REFUSED
        (1048, "ConnectTimeoutError"),  # AWS_IO_SOCKET_TIMEOUT
        (1059, "EndpointConnectionError"),  # AWS_IO_DNS_QUERY_FAILED
        (1051, "ConnectionClosedError"),  # AWS_IO_SOCKET_CLOSED
        (3, "HTTPClientError"),  # AWS_ERROR_UNKNOWN
    ],
)
def test_a_failure_on_the_line_has_botocores_words(number, code):
    error = app_error(failure_of(from_code(number), "https://s3.invalid"))
    assert error.code == code, from_code(number).name
    assert error.title
    assert error.hint

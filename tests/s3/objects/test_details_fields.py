"""HeadObject's fields read from headers are the same as botocore's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from s3enc_gui.domain.encryption.object_details import ContentHeaders, ObjectLock
from s3enc_gui.s3.transport.header_fields import _NUMBERS, _TEXT, response_fields
from s3enc_gui.s3.transport.responses import read_content_headers, read_lock

HEADERS = {
    "cache-control": "max-age=60",
    "content-disposition": 'attachment; filename="a.pdf"',
    "content-encoding": "gzip",
    "content-language": "en-GB",
    "content-length": "5",
    "content-range": "bytes 0-4/9",
    "content-type": "application/pdf",
    "etag": '"abc-3"',
    "expires": "Wed, 21 Oct 2099 07:28:00 GMT",
    "last-modified": "Tue, 24 Nov 2026 16:15:15 GMT",
    "x-amz-archive-status": "ARCHIVE_ACCESS",
    "x-amz-expiration": 'expiry-date="Fri, 21 Dec 2098 00:00:00 GMT", rule-id="old"',
    "x-amz-meta-owner": "anna",
    "x-amz-missing-meta": "2",
    "x-amz-object-lock-event-hold": "ON",
    "x-amz-object-lock-event-hold-duration-days": "30",
    "x-amz-object-lock-event-hold-duration-years": "7",
    "x-amz-object-lock-legal-hold": "ON",
    "x-amz-object-lock-mode": "GOVERNANCE",
    "x-amz-object-lock-retain-until-date": "2099-01-02T03:04:05.678Z",
    "x-amz-replication-status": "COMPLETED",
    "x-amz-restore": 'ongoing-request="true"',
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": "arn",
    "x-amz-server-side-encryption-bucket-key-enabled": "true",
    "x-amz-server-side-encryption-customer-algorithm": "AES256",
    "x-amz-server-side-encryption-customer-key-md5": "md5",
    "x-amz-storage-class": "GLACIER",
    "x-amz-tagging-count": "3",
    "x-amz-version-id": "v1",
    "x-amz-website-redirect-location": "/other",
}


class Body:
    """The empty body of a response to HEAD."""

    def stream(self):
        return iter([b""])


@pytest.fixture(scope="module")
def by_botocore():
    """Return a function that parses headers with botocore, without a server."""
    client: Any = boto3.client(
        "s3",
        region_name="eu-west-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(retries={"max_attempts": 0}),
    )

    def read(headers):
        answer = AWSResponse("https://s3.invalid", 200, headers, Body())
        client.meta.events.register_first(
            "before-send.s3.HeadObject", lambda **_: answer, unique_id="answer"
        )
        try:
            return client.head_object(Bucket="bucket", Key="key")
        finally:
            client.meta.events.unregister("before-send.s3.HeadObject", unique_id="answer")

    return read


def test_botocore_reads_the_same_from_each_header(by_botocore):
    ours, theirs = response_fields(HEADERS.items()), by_botocore(HEADERS)
    told = {name: value for name, value in ours.items() if name != "ResponseMetadata"}
    assert told == {name: theirs[name] for name in told}


def test_fields_that_only_botocore_reads_are_not_needed(by_botocore):
    ours, theirs = response_fields(HEADERS.items()), by_botocore(HEADERS)
    assert theirs.keys() - ours.keys() == {"Expires"}  # ExpiresString has the header


def test_every_header_is_tested():
    checksums = {name for name in _TEXT if name.startswith("x-amz-checksum-")}
    named = {"x-amz-server-side-encryption-context"}  # in responses to PutObject only
    assert (_TEXT.keys() | _NUMBERS.keys()) - checksums - named <= HEADERS.keys()


def test_the_values():
    fields = response_fields(HEADERS.items())
    assert read_content_headers(fields) == ContentHeaders(
        "max-age=60",
        'attachment; filename="a.pdf"',
        "gzip",
        "en-GB",
        "Wed, 21 Oct 2099 07:28:00 GMT",
        "/other",
    )
    until = datetime(2099, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert read_lock(fields) == ObjectLock("GOVERNANCE", until, "ON", "ON", 30, 7)
    assert (fields["TagCount"], fields["MissingMeta"]) == (3, 2)


def test_missing_content_headers_are_empty():
    assert read_content_headers({}) == ContentHeaders()
    assert read_lock({}) == ObjectLock()


@pytest.mark.parametrize(("text", "known"), [("soon", False), ("", False), ("2099-01-02", True)])
def test_an_invalid_date_is_omitted(text, known):
    fields = response_fields([("x-amz-object-lock-retain-until-date", text)])
    found = read_lock(fields).retain_until
    assert (found is not None) == known
    assert found is None or found.tzinfo is UTC

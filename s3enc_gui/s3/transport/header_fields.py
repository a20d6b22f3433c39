"""Answers that came as bare headers, under the names botocore gives their fields (S3 model)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
    SSLError,
)

from s3enc_gui.s3.transport.http.connection import NoResponse
from s3enc_gui.s3.transport.http.response import is_length
from s3enc_gui.s3.transport.responses import CHECKSUMS
from s3enc_gui.s3.transport.timestamps import http_date
from s3enc_gui.s3.transport.tolerant_xml import made_readable

_TEXT = {
    "cache-control": "CacheControl",
    "content-disposition": "ContentDisposition",
    "content-encoding": "ContentEncoding",
    "content-language": "ContentLanguage",
    "content-range": "ContentRange",
    "content-type": "ContentType",
    "etag": "ETag",
    "expires": "ExpiresString",  # as botocore adds it: it need not be a date
    "x-amz-archive-status": "ArchiveStatus",
    "x-amz-checksum-type": "ChecksumType",
    "x-amz-expiration": "Expiration",
    "x-amz-object-lock-legal-hold": "ObjectLockLegalHoldStatus",
    "x-amz-object-lock-mode": "ObjectLockMode",
    "x-amz-replication-status": "ReplicationStatus",
    "x-amz-restore": "Restore",
    "x-amz-server-side-encryption": "ServerSideEncryption",
    "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
    "x-amz-server-side-encryption-customer-algorithm": "SSECustomerAlgorithm",
    "x-amz-storage-class": "StorageClass",
    "x-amz-version-id": "VersionId",
    "x-amz-website-redirect-location": "WebsiteRedirectLocation",
    **{f"x-amz-checksum-{name.lower()}": f"Checksum{name}" for name in CHECKSUMS},
}
_NUMBERS = {
    "content-length": "ContentLength",
    "x-amz-missing-meta": "MissingMeta",
    "x-amz-tagging-count": "TagCount",
}
_BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled"
_META = "x-amz-meta-"
_OF_THE_ANSWER = frozenset({"date", "x-amz-request-id", "x-amzn-requestid"})


def answer_fields(headers: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of PutObject, UploadPart and HeadObject that this program reads.

    Names in lower case.
    """
    fields: dict[str, Any] = {"Metadata": {}, "ResponseMetadata": {}}
    for name, value in headers:
        if name in _TEXT:
            fields[_TEXT[name]] = value
        elif name in _NUMBERS:
            if is_length(value):  # else it says nothing
                fields[_NUMBERS[name]] = int(value)
        elif name == "last-modified":
            fields["LastModified"] = http_date(value)
        elif name == "x-amz-object-lock-retain-until-date":
            fields["ObjectLockRetainUntilDate"] = _iso_date(value)
        elif name == _BUCKET_KEY:
            fields["BucketKeyEnabled"] = value.lower() == "true"
        elif name in _OF_THE_ANSWER:
            told = {"HTTPHeaders": {name: value}} if name == "date" else {"RequestId": value}
            fields["ResponseMetadata"] |= told
        elif name.startswith(_META):
            fields["Metadata"][name.removeprefix(_META)] = value
    return fields


def _iso_date(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def error_of(
    operation: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, *, tries: int
) -> ClientError:
    """Return the ClientError botocore would raise; a bodyless HEAD has the status as its code."""
    from botocore.model import StructureShape
    from botocore.parsers import ResponseParserError, create_parser

    bare = {"Error": {"Code": str(status), "Message": ""}, "ResponseMetadata": {}}
    answer = {"status_code": status, "headers": dict(headers), "body": made_readable(body)}
    try:
        nothing = StructureShape("Nothing", {"type": "structure", "members": {}})
        parsed: Any = create_parser("rest-xml").parse(answer, nothing)
        if "Error" not in parsed:  # 300, which it takes for success
            parsed = bare
    except ResponseParserError:  # an answer in HTML, say
        parsed = bare
    parsed["ResponseMetadata"] |= {"HTTPStatusCode": status, "RetryAttempts": tries - 1}
    return ClientError(parsed, operation)


def failure_of(error: Exception, url: str) -> Exception:
    """Return what botocore would raise where no whole answer came."""
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):  # the line was cut
        return ConnectionClosedError(endpoint_url=url, error=error)
    if isinstance(error, ssl.SSLError):
        return SSLError(endpoint_url=url, error=error)
    if isinstance(error, socket.gaierror | ConnectionRefusedError):
        return EndpointConnectionError(endpoint_url=url, error=error)
    if isinstance(error, NoResponse | ConnectionError):
        return ConnectionClosedError(endpoint_url=url, error=error)
    if isinstance(error, TimeoutError):
        return ReadTimeoutError(endpoint_url=url, error=error)
    if isinstance(error, OSError):  # unreachable, no route …
        return EndpointConnectionError(endpoint_url=url, error=error)
    return HTTPClientError(error=error)

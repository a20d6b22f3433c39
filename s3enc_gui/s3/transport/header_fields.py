"""Reads response headers into the fields that botocore returns (S3 API Reference)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
    SSLError,
)

from s3enc_gui.domain.times import iso_time
from s3enc_gui.regex import regex
from s3enc_gui.s3.errors.proxy_errors import proxy_error
from s3enc_gui.s3.transport.http.connection import NoResponse
from s3enc_gui.s3.transport.http.head import is_length
from s3enc_gui.s3.transport.http.tunnel import ProxyFailed
from s3enc_gui.s3.transport.responses import CHECKSUMS
from s3enc_gui.s3.transport.timestamps import http_date
from s3enc_gui.s3.transport.tolerant_xml import made_readable

if TYPE_CHECKING:
    from botocore.client import BaseClient

_TEXT = {
    "cache-control": "CacheControl",
    "content-disposition": "ContentDisposition",
    "content-encoding": "ContentEncoding",
    "content-language": "ContentLanguage",
    "content-range": "ContentRange",
    "content-type": "ContentType",
    "etag": "ETag",
    "expires": "ExpiresString",  # as in botocore: it may not be a date
    "x-amz-archive-status": "ArchiveStatus",
    "x-amz-checksum-type": "ChecksumType",
    "x-amz-expiration": "Expiration",
    "x-amz-object-lock-event-hold": "ObjectLockEventHold",
    "x-amz-object-lock-legal-hold": "ObjectLockLegalHoldStatus",
    "x-amz-object-lock-mode": "ObjectLockMode",
    "x-amz-replication-status": "ReplicationStatus",
    "x-amz-restore": "Restore",
    "x-amz-server-side-encryption": "ServerSideEncryption",
    "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
    "x-amz-server-side-encryption-context": "SSEKMSEncryptionContext",
    "x-amz-server-side-encryption-customer-algorithm": "SSECustomerAlgorithm",
    "x-amz-server-side-encryption-customer-key-md5": "SSECustomerKeyMD5",
    "x-amz-storage-class": "StorageClass",
    "x-amz-version-id": "VersionId",
    "x-amz-website-redirect-location": "WebsiteRedirectLocation",
    **{f"x-amz-checksum-{name.lower()}": f"Checksum{name}" for name in CHECKSUMS},
}
_NUMBERS = {
    "content-length": "ContentLength",
    "x-amz-missing-meta": "MissingMeta",
    "x-amz-object-lock-event-hold-duration-days": "ObjectLockEventHoldDurationDays",
    "x-amz-object-lock-event-hold-duration-years": "ObjectLockEventHoldDurationYears",
    "x-amz-tagging-count": "TagCount",
}
_BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled"
_META = "x-amz-meta-"
_FOLD = regex(r"[ \t]*\r?\n[ \t]*")
_METADATA = frozenset({"date", "x-amz-request-id", "x-amzn-requestid"})


def response_fields(headers: Iterable[tuple[str, str]], status: int = 200) -> dict[str, Any]:
    """Return the fields of PutObject, UploadPart, HeadObject and GetObject that S3enc reads.

    Header names are in lower case.
    """
    fields: dict[str, Any] = {"Metadata": {}, "ResponseMetadata": {"HTTPStatusCode": status}}
    for name, value in headers:
        if name in _TEXT:
            fields[_TEXT[name]] = value
        elif name in _NUMBERS:
            if is_length(value):
                fields[_NUMBERS[name]] = int(value)
        elif name == "last-modified":
            fields["LastModified"] = http_date(value)
        elif name == "x-amz-object-lock-retain-until-date":
            fields["ObjectLockRetainUntilDate"] = iso_time(value)
        elif name == _BUCKET_KEY:
            fields["BucketKeyEnabled"] = value.lower() == "true"
        elif name in _METADATA:
            metadata = {"HTTPHeaders": {name: value}} if name == "date" else {"RequestId": value}
            fields["ResponseMetadata"] |= metadata
        elif name.startswith(_META):
            fields["Metadata"][name.removeprefix(_META)] = value
    return fields


def error_of(
    operation: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, *, tries: int
) -> ClientError:
    """Return the ClientError that botocore would raise; without a body, the status is its code."""
    from botocore.model import StructureShape
    from botocore.parsers import ResponseParserError, create_parser

    unparsed = {"Error": {"Code": str(status), "Message": ""}, "ResponseMetadata": {}}
    response = {"status_code": status, "headers": dict(headers), "body": made_readable(body)}
    try:
        nothing = StructureShape("Nothing", {"type": "structure", "members": {}})
        parsed: Any = create_parser("rest-xml").parse(response, nothing)
        if "Error" not in parsed:  # botocore takes 300 for success
            parsed = unparsed
    except ResponseParserError:  # HTML, for example
        parsed = unparsed
    parsed["ResponseMetadata"] |= {"HTTPStatusCode": status, "RetryAttempts": tries - 1}
    return ClientError(parsed, operation)


def failure_of(error: Exception, url: str) -> Exception:
    """Return the exception that botocore would raise without a complete response."""
    if isinstance(error, ProxyFailed):
        return proxy_error(error.proxy.url, error.status, str(error))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):  # the connection was closed
        return ConnectionClosedError(endpoint_url=url, error=error)
    if isinstance(error, ssl.SSLError):
        return SSLError(endpoint_url=url, error=error)
    if isinstance(error, socket.gaierror | ConnectionRefusedError):
        return EndpointConnectionError(endpoint_url=url, error=error)
    if isinstance(error, NoResponse | ConnectionError):
        return ConnectionClosedError(endpoint_url=url, error=error)
    if isinstance(error, TimeoutError):
        return ReadTimeoutError(endpoint_url=url, error=error)
    if isinstance(error, OSError):  # unreachable, no route
        return EndpointConnectionError(endpoint_url=url, error=error)
    return HTTPClientError(error=error)


def read_headers_tolerantly(client: BaseClient) -> None:
    """Make a client read folded headers and repeated equal lengths, like the fast transport."""
    client.meta.events.register_first("before-parse.*", _unfold)


def _unfold(response_dict: dict[str, Any], **_: object) -> None:
    headers = response_dict["headers"]
    for name, value in list(headers.items()):
        if "\n" in value or value.startswith((" ", "\t")):
            headers[name] = _FOLD.sub(" ", value).strip(" \t")
        elif "," in value and name.lower() == "content-length":
            lengths = {one.strip() for one in value.split(",")}
            headers[name] = lengths.pop() if len(lengths) == 1 else value

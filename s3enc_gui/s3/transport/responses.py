"""Reads fields of boto3's responses into domain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from s3enc_gui.domain.client_side.envelope import read_format
from s3enc_gui.domain.encryption.context import read_context
from s3enc_gui.domain.encryption.object_details import (
    COMPOSITE,
    WHOLE,
    Checksum,
    ContentHeaders,
    ObjectLock,
)
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.s3.transport.interface import WriteResponse
from s3enc_gui.s3.transport.timestamps import http_date

UNREPORTED = "EncryptionUnreported"
"""The field of a response whose missing encryption means nothing; see `reported_encryption`."""

CHECKSUMS = ("CRC64NVME", "CRC32", "CRC32C", "SHA256", "SHA1", "SHA512", "MD5", "XXHASH128")


def normal_etag(raw: str | None) -> str:
    """Return an ETag normalized for comparison: without quotes and `W/`, in lower case.

    S3-compatible servers return the same ETag in uppercase, without quotes, or as a weak one, even
    in different forms. Requests use the value as returned: `raw_etag`.
    """
    if not raw:
        return ""
    return raw.removeprefix("W/").strip('"').lower()


def read_etag(fields: Mapping[str, Any]) -> str:
    """Read the normalized ETag; empty where there is none."""
    return normal_etag(fields.get("ETag"))


def raw_etag(fields: Mapping[str, Any]) -> str:
    """Read the ETag as returned, for requests; empty where there is none."""
    return fields.get("ETag") or ""


def read_date(fields: Mapping[str, Any]) -> datetime | None:
    """Read the server's time of the response (Date header), None where there is none."""
    headers = fields.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    return http_date(headers.get("date", ""))


def read_status(fields: Mapping[str, Any]) -> EncryptionStatus:
    """Read the encryption fields (PutObject, CompleteMultipartUpload, HeadObject)."""
    metadata = fields.get("Metadata")
    client_side = read_format(metadata) if metadata else None
    return _status(
        fields.get("ServerSideEncryption"),
        fields.get("SSEKMSKeyId"),
        bool(fields.get("BucketKeyEnabled")),
        fields.get("SSECustomerAlgorithm"),
        client_side is not None,
        bool(fields.get(UNREPORTED)),
        _once(fields.get("SSECustomerKeyMD5")),
        client_side.generation.value if client_side else "",
    )


def _once(value: str | None) -> str | None:
    """Return a header that a server may send twice (SeaweedFS does): `x, x` is `x`."""
    parts = set(value.split(", ")) if value else set()
    return parts.pop() if len(parts) == 1 else value


# Most objects of a bucket have one of few statuses.
_status = lru_cache(maxsize=256)(EncryptionStatus)


def read_checksum(fields: Mapping[str, Any]) -> Checksum | None:
    """Read the checksum.

    Some servers omit its type. A value that ends with the number of parts (`…=-4`; base64 has no
    `-`) is a checksum of parts, whatever its type.
    """
    for algorithm in CHECKSUMS:
        value = fields.get(f"Checksum{algorithm}")
        if value:
            kind = COMPOSITE if "-" in value else (fields.get("ChecksumType") or WHOLE).upper()
            return Checksum(algorithm, value, kind)
    return None


def read_content_headers(fields: Mapping[str, Any]) -> ContentHeaders:
    """Read the content headers for browsers (HeadObject)."""
    return ContentHeaders(
        cache_control=fields.get("CacheControl") or "",
        disposition=fields.get("ContentDisposition") or "",
        encoding=fields.get("ContentEncoding") or "",
        language=fields.get("ContentLanguage") or "",
        expires=fields.get("ExpiresString") or "",
        redirect=fields.get("WebsiteRedirectLocation") or "",
    )


def read_lock(fields: Mapping[str, Any]) -> ObjectLock:
    """Read the Object Lock settings (HeadObject)."""
    return ObjectLock(
        mode=fields.get("ObjectLockMode") or "",
        retain_until=fields.get("ObjectLockRetainUntilDate"),
        legal_hold=fields.get("ObjectLockLegalHoldStatus") or "",
        event_hold=fields.get("ObjectLockEventHold") or "",
        event_days=fields.get("ObjectLockEventHoldDurationDays"),
        event_years=fields.get("ObjectLockEventHoldDurationYears"),
    )


def read_write_response(fields: Mapping[str, Any]) -> WriteResponse:
    """Read the response to PutObject, UploadPart, CompleteMultipartUpload or CopyObject."""
    return WriteResponse(
        etag=read_etag(fields),
        raw_etag=raw_etag(fields),
        status=read_status(fields),
        checksum=read_checksum(fields),
        version_id=fields.get("VersionId"),
        request_id=fields.get("ResponseMetadata", {}).get("RequestId"),
        context=read_context(fields.get("SSEKMSEncryptionContext")),
    )

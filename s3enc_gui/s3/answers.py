"""Reading S3's answers into the domain's values; the field names are boto3's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from s3enc_gui.domain.encryption import EncryptionStatus, is_client_side_encrypted
from s3enc_gui.domain.object_details import Checksum, ContentHeaders, ObjectLock
from s3enc_gui.s3.transport import Answer

CHECKSUMS = ("CRC64NVME", "CRC32", "CRC32C", "SHA256", "SHA1", "SHA512", "MD5", "XXHASH128")


def read_etag(fields: Mapping[str, Any]) -> str:
    """Read the ETag, without its quotes; empty where there is none."""
    return str(fields.get("ETag") or "").strip('"')


def read_status(fields: Mapping[str, Any]) -> EncryptionStatus:
    """Read the encryption fields (PutObject, CompleteMultipartUpload, HeadObject)."""
    return EncryptionStatus(
        algorithm=fields.get("ServerSideEncryption"),
        key=fields.get("SSEKMSKeyId"),
        bucket_key=bool(fields.get("BucketKeyEnabled")),
        customer_algorithm=fields.get("SSECustomerAlgorithm"),
        client_side=is_client_side_encrypted(fields.get("Metadata") or {}),
    )


def read_checksum(fields: Mapping[str, Any]) -> Checksum | None:
    """Read the checksum S3 reports; several servers leave the type out of a single PUT's."""
    for algorithm in CHECKSUMS:
        value = fields.get(f"Checksum{algorithm}")
        if value:
            kind = fields.get("ChecksumType") or ("COMPOSITE" if "-" in value else "FULL_OBJECT")
            return Checksum(algorithm, value, kind)
    return None


def read_content_headers(fields: Mapping[str, Any]) -> ContentHeaders:
    """Read what tells browsers how to treat the object (HeadObject)."""
    return ContentHeaders(
        cache_control=fields.get("CacheControl") or "",
        disposition=fields.get("ContentDisposition") or "",
        encoding=fields.get("ContentEncoding") or "",
        language=fields.get("ContentLanguage") or "",
        expires=fields.get("ExpiresString") or "",
        redirect=fields.get("WebsiteRedirectLocation") or "",
    )


def read_lock(fields: Mapping[str, Any]) -> ObjectLock:
    """Read what keeps the object from being deleted (HeadObject)."""
    return ObjectLock(
        mode=fields.get("ObjectLockMode") or "",
        retain_until=fields.get("ObjectLockRetainUntilDate"),
        legal_hold=fields.get("ObjectLockLegalHoldStatus") or "",
    )


def read_answer(fields: Mapping[str, Any]) -> Answer:
    """Read the answer to PutObject, UploadPart or CompleteMultipartUpload."""
    return Answer(
        etag=read_etag(fields),
        status=read_status(fields),
        checksum=read_checksum(fields),
        version_id=fields.get("VersionId"),
        request_id=fields.get("ResponseMetadata", {}).get("RequestId"),
    )

"""Encryption of new objects: from the request, else from the bucket's default."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from moto.s3.exceptions import InvalidArgumentError, S3ClientError
from moto.s3.models import FakeBucket, FakeKey

from s3enc_gui.demo import keys

HEADER = "x-amz-server-side-encryption"
KMS_ALGORITHMS = ("aws:kms", "aws:kms:dsse")


@dataclass(frozen=True)
class Requested:
    """The encryption headers of a request; None: not sent."""

    algorithm: str | None = None
    kms_key: str | None = None
    bucket_key: bool | None = None
    customer_key_md5: str | None = None
    context: str | None = None


@dataclass(frozen=True)
class Encryption:
    """The encryption of an object; `algorithm` None: SSE-C or not encrypted."""

    algorithm: str | None = None
    key_arn: str | None = None
    bucket_key: bool = False
    customer_key_md5: str | None = None
    context: str | None = None

    def headers(self) -> dict[str, str | None]:
        """The response headers for it; None: not sent."""
        return {
            HEADER: self.algorithm,
            f"{HEADER}-aws-kms-key-id": self.key_arn,
            # S3 omits this header if it is false.
            f"{HEADER}-bucket-key-enabled": "true" if self.bucket_key else None,
            f"{HEADER}-customer-algorithm": "AES256" if self.customer_key_md5 else None,
            f"{HEADER}-customer-key-MD5": self.customer_key_md5,
        }

    def creation_headers(self) -> dict[str, str | None]:
        """The response headers of the request that creates the object: the context, too."""
        return {**self.headers(), f"{HEADER}-context": self.context}


def resolve(bucket: FakeBucket, requested: Requested) -> Encryption:
    """The encryption of a new object; raises S3's errors for invalid requests."""
    if requested.customer_key_md5:
        if requested.algorithm:
            raise _invalid(
                "Server Side Encryption with Customer provided key is incompatible"
                " with the encryption method specified",
                requested.algorithm,
            )
        if blocks_sse_c(bucket):
            # The text of S3's message isn't documented.
            raise S3ClientError("AccessDenied", "Access Denied")
        return Encryption(customer_key_md5=requested.customer_key_md5)
    default = bucket_default(bucket)
    algorithm, kms_key = requested.algorithm, requested.kms_key
    if kms_key and algorithm not in KMS_ALGORITHMS:
        raise _invalid(
            "Server Side Encryption with AWS KMS managed key requires HTTP header"
            f" {HEADER} : aws:kms",
            algorithm or "",
        )
    if requested.context:
        if algorithm not in KMS_ALGORITHMS:
            raise _invalid(
                "Server Side Encryption with AWS KMS managed key requires HTTP header"
                f" {HEADER} : aws:kms",
                algorithm or "",
            )
        _check_context(requested.context)
    if algorithm is None:
        algorithm, kms_key = default.algorithm, default.kms_key
    if algorithm == "AES256":
        return Encryption("AES256")
    if algorithm not in KMS_ALGORITHMS:
        raise _invalid("The encryption method specified is not supported", algorithm or "")
    # Without a key aws/s3 is used, even if the bucket's default has a key.
    key = keys.usable_key(bucket.account_id, bucket.region_name, kms_key or keys.AWS_S3_ALIAS)
    bucket_key = default.bucket_key if requested.bucket_key is None else requested.bucket_key
    on = algorithm == "aws:kms" and bool(bucket_key)
    return Encryption(algorithm, key.arn, on, context=requested.context)


def _check_context(header: str) -> None:
    """Raise an error unless it is the Base64 of a JSON object of texts."""
    try:
        plain = json.loads(base64.b64decode(header, validate=True))
    except ValueError:
        plain = None
    if not isinstance(plain, dict) or not all(isinstance(one, str) for one in plain.values()):
        # The text of S3's message isn't documented.
        message = "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded JSON"
        raise InvalidArgumentError(message, name=f"{HEADER}-context", value=header)


def blocks_sse_c(bucket: FakeBucket) -> bool:
    """Whether the bucket's settings deny writes with customer-provided keys."""
    rule: dict[str, Any] = (bucket.encryption or {}).get("Rule", {})
    return "SSE-C" in ((rule.get("BlockedEncryptionTypes") or {}).get("EncryptionType") or ())


def bucket_default(bucket: FakeBucket) -> Requested:
    """The bucket's default encryption, in the form of a request."""
    rule: dict[str, Any] = (bucket.encryption or {}).get("Rule", {})
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    return Requested(
        algorithm=default.get("SSEAlgorithm", "AES256"),
        kms_key=default.get("KMSMasterKeyID"),
        bucket_key=str(rule.get("BucketKeyEnabled", "")).lower() == "true",
    )


def set_encryption(key: FakeKey, encryption: Encryption) -> None:
    """Record the encryption of an object or a part."""
    key.encryption = encryption.algorithm
    key.kms_key_id = encryption.key_arn
    key.bucket_key_enabled = encryption.bucket_key or None
    vars(key)["customer_key_md5"] = encryption.customer_key_md5
    vars(key)["encryption_context"] = encryption.context


def encryption_of(key: FakeKey) -> Encryption:
    """Return the recorded encryption."""
    return Encryption(
        key.encryption,
        key.kms_key_id,
        bool(key.bucket_key_enabled),
        vars(key).get("customer_key_md5"),
        vars(key).get("encryption_context"),
    )


def _invalid(message: str, value: str) -> InvalidArgumentError:
    return InvalidArgumentError(message, name=HEADER, value=value)

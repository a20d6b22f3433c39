"""How S3 settles what encryption a new object gets: the request, else the bucket's default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.s3.exceptions import InvalidArgumentError
from moto.s3.models import FakeBucket, FakeKey

from s3enc_gui.demo import keys

HEADER = "x-amz-server-side-encryption"
KMS_ALGORITHMS = ("aws:kms", "aws:kms:dsse")


@dataclass(frozen=True)
class Asked:
    """Encryption headers of a request; None where a header was not sent."""

    algorithm: str | None = None
    kms_key: str | None = None
    bucket_key: bool | None = None
    customer_key_md5: str | None = None


@dataclass(frozen=True)
class Encryption:
    """What an object is stored with: `algorithm` None means SSE-C, or nothing at all."""

    algorithm: str | None = None
    key_arn: str | None = None
    bucket_key: bool = False
    customer_key_md5: str | None = None

    def headers(self) -> dict[str, str | None]:
        """The headers with which S3 states this in its answers; None: not sent."""
        return {
            HEADER: self.algorithm,
            f"{HEADER}-aws-kms-key-id": self.key_arn,
            # S3 leaves the field out when it is false.
            f"{HEADER}-bucket-key-enabled": "true" if self.bucket_key else None,
            f"{HEADER}-customer-algorithm": "AES256" if self.customer_key_md5 else None,
            f"{HEADER}-customer-key-MD5": self.customer_key_md5,
        }


def settle(bucket: FakeBucket, asked: Asked) -> Encryption:
    """What `asked` comes to in `bucket`; raises S3's errors for what cannot be."""
    if asked.customer_key_md5:
        if asked.algorithm:
            raise _invalid(
                "Server Side Encryption with Customer provided key is incompatible"
                " with the encryption method specified",
                asked.algorithm,
            )
        return Encryption(customer_key_md5=asked.customer_key_md5)
    default = bucket_default(bucket)
    algorithm, kms_key = asked.algorithm, asked.kms_key
    if kms_key and algorithm not in KMS_ALGORITHMS:
        raise _invalid(
            "Server Side Encryption with AWS KMS managed key requires HTTP header"
            f" {HEADER} : aws:kms",
            algorithm or "",
        )
    if algorithm is None:
        algorithm, kms_key = default.algorithm, default.kms_key
    if algorithm == "AES256":
        return Encryption("AES256")
    if algorithm not in KMS_ALGORITHMS:
        raise _invalid("The encryption method specified is not supported", algorithm or "")
    # Without a key it is aws/s3, even where the bucket's default names a key of its own.
    key = keys.usable_key(bucket.account_id, bucket.region_name, kms_key or keys.AWS_S3_ALIAS)
    bucket_key = default.bucket_key if asked.bucket_key is None else asked.bucket_key
    return Encryption(algorithm, key.arn, algorithm == "aws:kms" and bool(bucket_key))


def bucket_default(bucket: FakeBucket) -> Asked:
    """The bucket's default encryption, at least SSE-S3, as if a request had asked for it."""
    rule: dict[str, Any] = (bucket.encryption or {}).get("Rule", {})
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    return Asked(
        algorithm=default.get("SSEAlgorithm", "AES256"),
        kms_key=default.get("KMSMasterKeyID"),
        bucket_key=str(rule.get("BucketKeyEnabled", "")).lower() == "true",
    )


def stamp(key: FakeKey, encryption: Encryption) -> None:
    """Make `encryption` what this object, or part, says of itself."""
    key.encryption = encryption.algorithm
    key.kms_key_id = encryption.key_arn
    key.bucket_key_enabled = encryption.bucket_key or None
    vars(key)["customer_key_md5"] = encryption.customer_key_md5


def read_stamp(key: FakeKey) -> Encryption:
    """What an object says of itself."""
    return Encryption(
        key.encryption,
        key.kms_key_id,
        bool(key.bucket_key_enabled),
        vars(key).get("customer_key_md5"),
    )


def _invalid(words: str, value: str) -> InvalidArgumentError:
    return InvalidArgumentError(words, name=HEADER, value=value)

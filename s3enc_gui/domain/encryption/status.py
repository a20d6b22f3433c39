"""Encryption status: what S3 reports for an object, and a bucket's default encryption."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice


@dataclass(frozen=True, slots=True)
class EncryptionStatus:
    """The encryption that S3 reports for an object (HeadObject, or the response to an upload).

    `algorithm` is `ServerSideEncryption` verbatim, None if missing; an unknown value means
    encrypted. `key` is `SSEKMSKeyId` verbatim, on AWS always a key ARN. `unreported`: the server
    doesn't report encryption, so a missing algorithm doesn't mean that the object isn't encrypted;
    with `customer_algorithm`, it doesn't report the key. `customer_key` is the MD5 (Base64) of the
    key of SSE-C that the request had. `generation` is that of client-side encryption (`V1`, `V2`,
    `V3`); empty: none, or not known.
    """

    algorithm: str | None = None
    key: str | None = None
    bucket_key: bool = False
    customer_algorithm: str | None = None
    client_side: bool = False
    unreported: bool = False
    customer_key: str | None = None
    generation: str = ""

    @property
    def needs_customer_key(self) -> bool:
        """Whether the object can only be read with a key (SSE-C) that the request didn't have."""
        unnamed = self.customer_key is None and not self.unreported
        return self.customer_algorithm is not None and unnamed

    @property
    def record(self) -> str | None:
        """The algorithm as receipts and groups keep it; None: not encrypted."""
        known = self.algorithm or self.customer_algorithm
        return known or (NOT_REPORTED if self.unreported else None)

    @classmethod
    def of_record(cls, algorithm: str | None) -> EncryptionStatus:
        """Return the status of a recorded algorithm."""
        return cls(unreported=True) if algorithm == NOT_REPORTED else cls(algorithm)


NOT_REPORTED = "not reported"
"""What is recorded instead of an algorithm if the server doesn't report encryption."""


@dataclass(frozen=True, slots=True)
class BucketEncryption:
    """A bucket's default encryption (GetBucketEncryption); `algorithm` is None if it has none.

    `key` is `KMSMasterKeyID` verbatim: ARN, ID, alias, or None for `aws/s3`. `blocked` are the
    encryption types that the bucket refuses (`BlockedEncryptionTypes`; `NONE`: no type).
    """

    algorithm: str | None = None
    key: str | None = None
    bucket_key: bool = False
    blocked: tuple[str, ...] = ()

    def as_choice(self) -> EncryptionChoice | None:
        """Return the default as an explicit choice; None if it can't be requested."""
        if self.algorithm not in {kind.value for kind in BY_HEADER}:
            return None
        kind = Encryption(self.algorithm)
        bucket_key = self.bucket_key if kind is Encryption.SSE_KMS else None
        return EncryptionChoice(kind, self.key if kind.uses_kms else None, bucket_key)

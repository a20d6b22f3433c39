"""Encryption choice (what the user asks for) and encryption status (what S3 says it has)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from s3enc_gui.domain.errors import AppError


class Encryption(StrEnum):
    """Kinds that can be asked for; values are the words of `--sse` and of the request header."""

    BUCKET_DEFAULT = "none"
    SSE_S3 = "AES256"
    SSE_KMS = "aws:kms"
    DSSE_KMS = "aws:kms:dsse"

    @property
    def uses_kms(self) -> bool:
        """Whether a KMS key can be named with this kind."""
        return self in (Encryption.SSE_KMS, Encryption.DSSE_KMS)


@dataclass(frozen=True, slots=True)
class EncryptionChoice:
    """What the user asks for.

    `key` is a key ARN, alias ARN, key id or `alias/…` as S3 takes it in `SSEKMSKeyId`; None means
    the AWS managed key `aws/s3`. `bucket_key` None sends no header, so the bucket's setting rules
    (PutObject, `BucketKeyEnabled`).

    Raises AppError where the parts contradict each other: S3 would answer InvalidArgument.
    """

    kind: Encryption
    key: str | None = None
    bucket_key: bool | None = None

    def __post_init__(self) -> None:
        if self.key is not None and not self.kind.uses_kms:
            raise AppError(
                "A KMS key goes only with SSE-KMS",
                f"The key {self.key} was given together with the encryption {self.kind.value}.",
                "Choose the AWS KMS master-key (--sse aws:kms), or leave the key out.",
                code="InvalidEncryptionChoice",
            )
        if self.bucket_key is not None and self.kind is not Encryption.SSE_KMS:
            raise AppError(
                "An S3 Bucket Key goes only with SSE-KMS",
                f"It was asked for together with the encryption {self.kind.value}.",
                "Choose the AWS KMS master-key (--sse aws:kms), or leave the bucket key out.",
                code="InvalidEncryptionChoice",
            )


@dataclass(frozen=True, slots=True)
class EncryptionStatus:
    """What S3 says an object has (HeadObject, or the answer of the upload itself).

    `algorithm` is `ServerSideEncryption` verbatim, None where S3 named none; values this program
    does not know are "other, encrypted". `key` is `SSEKMSKeyId` verbatim, on AWS always a key ARN.
    """

    algorithm: str | None = None
    key: str | None = None
    bucket_key: bool = False
    customer_algorithm: str | None = None
    client_side: bool = False


@dataclass(frozen=True, slots=True)
class BucketEncryption:
    """A bucket's default encryption (GetBucketEncryption); `algorithm` None: it has none.

    `key` is `KMSMasterKeyID` exactly as it was written: ARN, id, alias, or None for `aws/s3`.
    """

    algorithm: str | None = None
    key: str | None = None
    bucket_key: bool = False

    def as_choice(self) -> EncryptionChoice | None:
        """Return the default as an explicit choice, or None where it cannot be asked for."""
        nameable = {kind.value for kind in Encryption if kind is not Encryption.BUCKET_DEFAULT}
        if self.algorithm not in nameable:
            return None
        kind = Encryption(self.algorithm)
        bucket_key = self.bucket_key if kind is Encryption.SSE_KMS else None
        return EncryptionChoice(kind, self.key if kind.uses_kms else None, bucket_key)


_CLIENT_SIDE_KEYS = frozenset({"x-amz-key", "x-amz-key-v2", "x-amz-3"})
_CLIENT_SIDE_V3 = frozenset({"x-amz-c", "x-amz-d", "x-amz-i"})


def is_client_side_encrypted(metadata: dict[str, str]) -> bool:
    """Recognise the S3 Encryption Client by its user metadata (names without `x-amz-meta-`)."""
    names = {name.lower() for name in metadata}
    return bool(names & _CLIENT_SIDE_KEYS) or names >= _CLIENT_SIDE_V3

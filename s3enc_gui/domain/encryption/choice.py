"""Encryption choice: what the user requests."""

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

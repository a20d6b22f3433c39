"""Encryption choice: what the user requests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text


class Encryption(StrEnum):
    """Kinds that can be requested; values are those of `--sse` and of the request header."""

    BUCKET_DEFAULT = "none"
    SSE_S3 = "AES256"
    SSE_KMS = "aws:kms"
    DSSE_KMS = "aws:kms:dsse"

    @property
    def uses_kms(self) -> bool:
        """Whether this kind accepts a KMS key."""
        return self in (Encryption.SSE_KMS, Encryption.DSSE_KMS)


@dataclass(frozen=True, slots=True)
class EncryptionChoice:
    """What the user requests.

    `key` is a key ARN, alias ARN, key ID or `alias/…` for `SSEKMSKeyId`; None is the AWS managed
    key `aws/s3`. If `bucket_key` is None, no header is sent and the bucket's setting applies
    (PutObject, `BucketKeyEnabled`).

    Raises AppError for combinations that S3 refuses with InvalidArgument.
    """

    kind: Encryption
    key: str | None = None
    bucket_key: bool | None = None

    def __post_init__(self) -> None:
        if self.key is not None and not self.kind.uses_kms:
            raise AppError(
                text("A KMS key requires SSE-KMS or DSSE-KMS"),
                text(
                    "The key {key} was specified with the encryption {encryption}.",
                    key=self.key,
                    encryption=self.kind.value,
                ),
                text("Choose the AWS KMS master-key (--sse aws:kms), or remove the key."),
                code="InvalidEncryptionChoice",
            )
        if self.bucket_key is not None and self.kind is not Encryption.SSE_KMS:
            raise AppError(
                text("An S3 Bucket Key requires SSE-KMS"),
                text(
                    "It was specified with the encryption {encryption}.",
                    encryption=self.kind.value,
                ),
                text(
                    "Choose the AWS KMS master-key (--sse aws:kms), or don't request an S3 Bucket"
                    " Key."
                ),
                code="InvalidEncryptionChoice",
            )

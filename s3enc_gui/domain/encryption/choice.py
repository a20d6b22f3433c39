"""Encryption choice: what the user requests."""

from __future__ import annotations

from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text


class Encryption(StrEnum):
    """Kinds that can be requested.

    Values are those of `--sse` and of the request header; SSE-C has headers of its own.
    """

    BUCKET_DEFAULT = "none"
    SSE_S3 = "AES256"
    SSE_KMS = "aws:kms"
    DSSE_KMS = "aws:kms:dsse"
    SSE_C = "SSE-C"

    @property
    def uses_kms(self) -> bool:
        """Whether this kind accepts a KMS key."""
        return self in (Encryption.SSE_KMS, Encryption.DSSE_KMS)


BY_HEADER = (Encryption.SSE_S3, Encryption.SSE_KMS, Encryption.DSSE_KMS)
"""The kinds that `x-amz-server-side-encryption` requests; a bucket's default is one of them."""


@dataclass(frozen=True, slots=True)
class EncryptionChoice:
    """What the user requests.

    `key` is a key ARN, alias ARN, key ID or `alias/…` for `SSEKMSKeyId`; None is the AWS managed
    key `aws/s3`. If `bucket_key` is None, no header is sent and the bucket's setting applies
    (PutObject, `BucketKeyEnabled`). `customer_key` is the MD5 (Base64) of the key for SSE-C, by
    which the keyring finds it; never the key. `context` is the encryption context, sorted by name;
    `context_problems` checks it.

    Raises AppError for combinations that S3 refuses with InvalidArgument.
    """

    kind: Encryption
    key: str | None = None
    bucket_key: bool | None = None
    customer_key: str | None = None
    context: ContextPairs = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "context", tuple(sorted(self.context)))
        if self.context and not self.kind.uses_kms:
            raise AppError(
                text("An encryption context requires SSE-KMS or DSSE-KMS"),
                text("It was specified with the encryption {encryption}.", encryption=self.kind),
                text(
                    "Choose the AWS KMS master-key (--sse aws:kms), or remove the encryption"
                    " context."
                ),
                code="InvalidEncryptionChoice",
            )
        if (self.customer_key is not None) != (self.kind is Encryption.SSE_C):
            raise AppError(
                text("A customer-provided key requires SSE-C, and SSE-C requires such a key"),
                text("It was specified with the encryption {encryption}.", encryption=self.kind),
                text("Choose the key (--sse-c-key), or another encryption."),
                code="InvalidEncryptionChoice",
            )
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

"""The kinds of encryption that lists of objects distinguish."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.status import EncryptionStatus


class StatusKind(StrEnum):
    """The kind of an object's encryption; labels are in `wording.audits.audit_labels`."""

    SSE_S3 = "SSE-S3"
    SSE_KMS = "SSE-KMS"
    SSE_KMS_AWS = "SSE-KMS aws/s3"
    DSSE_KMS = "DSSE-KMS"
    SSE_C = "SSE-C"
    CLIENT_SIDE = "client-side"
    NONE = "not encrypted"
    NOT_REPORTED = "not reported"  # by this server, for any object
    OTHER = "other"
    DENIED = "not allowed to look"
    UNKNOWN = "unknown"  # no response
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ObjectStatus:
    """What HeadObject reported for an object, and when; `status` is None if it failed.

    `error` is then the error code.
    """

    kind: StatusKind
    status: EncryptionStatus | None
    at: datetime
    error: str = ""

    @property
    def key(self) -> str | None:
        """The KMS key as S3 reports it."""
        return self.status.key if self.status else None


def kind_of(status: EncryptionStatus, *, key_is_aws_s3: bool | None = None) -> StatusKind:
    """Return the kind of a status; an unknown algorithm is "other", never "not encrypted"."""
    if status.client_side:
        return StatusKind.CLIENT_SIDE
    if status.customer_algorithm:
        return StatusKind.SSE_C
    match status.algorithm:
        case None:
            return StatusKind.NOT_REPORTED if status.unreported else StatusKind.NONE
        case "AES256":
            return StatusKind.SSE_S3
        case "aws:kms":
            return StatusKind.SSE_KMS_AWS if key_is_aws_s3 else StatusKind.SSE_KMS
        case "aws:kms:dsse":
            return StatusKind.DSSE_KMS
        case _:
            return StatusKind.OTHER

"""Target: the encryption that stored objects, or copies of them, are to get."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.customer_keys.customer_key import ALGORITHM
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.keys.key_names import is_same_name

_KINDS = {kind.value: kind for kind in BY_HEADER}


@dataclass(frozen=True, slots=True)
class Target:
    """SSE-S3, SSE-KMS or DSSE-KMS with a key, or SSE-C.

    `key` is the key's ARN, on other servers than AWS what they call it; None with SSE-S3.
    `bucket_key` counts for SSE-KMS only. It is never left to the bucket: UpdateObjectEncryption
    doesn't apply the bucket's setting. `customer_key` is the MD5 (Base64) of the key of SSE-C.
    """

    kind: Encryption
    key: str | None = None
    bucket_key: bool = False
    customer_key: str = ""

    @classmethod
    def of(cls, status: EncryptionStatus) -> Target | None:
        """Return what brings back a status; None if it can't be requested.

        "Not encrypted", SSE-C with an unknown key and what S3 chooses itself can't be.
        """
        if status.customer_algorithm:
            key = status.customer_key
            return cls(Encryption.SSE_C, customer_key=key) if key else None
        kind = _KINDS.get(status.algorithm or "")
        if kind is None or (kind.uses_kms and not status.key):
            return None
        if kind is Encryption.SSE_KMS:
            return cls(kind, status.key, status.bucket_key)
        return cls(kind, status.key if kind.uses_kms else None)

    @property
    def status(self) -> EncryptionStatus:
        """What S3 must report afterwards."""
        if self.kind is Encryption.SSE_C:
            return EncryptionStatus(customer_algorithm=ALGORITHM, customer_key=self.customer_key)
        return EncryptionStatus(self.kind.value, self.key, self.bucket_key)

    def is_met_by(self, status: EncryptionStatus) -> bool:
        """Whether an object with this status already has the encryption."""
        if self.kind is Encryption.SSE_C:
            return (status.customer_key or "") == self.customer_key != "" and not status.algorithm
        if status.algorithm != self.kind.value or status.customer_algorithm:
            return False
        if not self.kind.uses_kms:
            return True
        same_key = bool(status.key and self.key) and is_same_name(status.key or "", self.key or "")
        is_same = self.kind is not Encryption.SSE_KMS or status.bucket_key == self.bucket_key
        return same_key and is_same

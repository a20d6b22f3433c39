"""Where: which objects are to be changed, by the encryption that they have now."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.key_names import is_named
from s3enc_gui.domain.keys.kms_key import KeyReference, parse_key_reference
from s3enc_gui.i18n import text

_NONE = "none"
_ALGORITHMS = (
    _NONE,
    *(kind.value for kind in (*BY_HEADER, Encryption.SSE_C)),
)


@dataclass(frozen=True, slots=True)
class Where:
    """An encryption that objects have now; `algorithm` None: not encrypted.

    `key` None: any key. `arn` is what KMS resolved it to.
    """

    algorithm: str | None
    key: KeyReference | None = None
    arn: str | None = None

    def accepts(self, status: EncryptionStatus) -> bool:
        """Whether an object has this encryption."""
        if self.algorithm == Encryption.SSE_C.value:
            return status.customer_algorithm is not None and status.algorithm is None
        if status.algorithm != self.algorithm or status.customer_algorithm or status.unreported:
            return False
        if self.key is None:
            return True
        return is_named(self.arn or self.key.text, status.key or "") is True


def parse_where(where: str) -> Where:
    """Parse `none`, `AES256`, `aws:kms[=KEY]`, `aws:kms:dsse[=KEY]` or `SSE-C`; raises AppError."""
    algorithm, equals, key = where.strip().partition("=")
    uses_kms = algorithm in (Encryption.SSE_KMS.value, Encryption.DSSE_KMS.value)
    if algorithm not in _ALGORITHMS or (equals and not uses_kms):
        raise AppError(
            text("This isn't an encryption that objects can have"),
            text("“{where}” is none of them.", where=where),
            text(
                "Enter none, AES256, aws:kms, aws:kms=KEY, aws:kms:dsse, aws:kms:dsse=KEY or SSE-C."
            ),
            code="Usage",
        )
    named = None if algorithm == _NONE else algorithm
    return Where(named, parse_key_reference(key) if equals else None)

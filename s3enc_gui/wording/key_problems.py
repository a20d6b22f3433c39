"""Why a key cannot be used, in words."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import Usability

_CHOOSE = "Choose another key."

_WORDS: dict[Usability, tuple[str, str, str, str]] = {
    Usability.NOT_FOUND: (
        "There is no such KMS key",
        "KMS knows no key “{name}” in {region}.",
        "Choose a key of the bucket's Region.",
        "KMS.NotFoundException",
    ),
    Usability.DISABLED: (
        "The KMS key is disabled",
        "“{name}” is switched off; S3 can neither encrypt nor read with it.",
        "Ask its owner to enable it, or choose another key.",
        "KMS.DisabledException",
    ),
    Usability.PENDING_DELETION: (
        "The KMS key is about to be deleted",
        "“{name}” is pending deletion; what is encrypted under it will become unreadable.",
        "Choose another key. If data lies under this one, have the deletion cancelled at once.",
        "KMS.KMSInvalidStateException",
    ),
    Usability.NOT_READY: (
        "The KMS key is not ready",
        "“{name}” is being created, or its key material is missing or out of reach.",
        _CHOOSE,
        "KMS.KMSInvalidStateException",
    ),
    Usability.WRONG_KIND: (
        "This KMS key cannot encrypt objects",
        "“{name}” is an asymmetric or signing key; S3 takes symmetric encryption keys only.",
        _CHOOSE,
        "KMS.InvalidKeyUsageException",
    ),
    Usability.OTHER_REGION: (
        "The key is in another Region than the bucket",
        "“{name}” is not a key of {region}, where the bucket is.",
        "Choose a key of {region}.",
        "KeyInOtherRegion",
    ),
    Usability.OTHER_SERVICE: (
        "This AWS managed key is not for S3",
        "“{name}” belongs to another service; of the aws/ keys S3 takes only aws/s3.",
        _CHOOSE,
        "MalformedKey",
    ),
}


def key_problem(usability: Usability, name: str, region: str) -> AppError | None:
    """Return what is wrong with a key, or None where it may be chosen."""
    if usability.can_be_chosen:
        return None
    return AppError(*(text.format(name=name, region=region) for text in _WORDS[usability]))

"""What KMS answers, to us or to S3 (which then puts `KMS.` before the code)."""

from __future__ import annotations

from s3enc_gui.s3.errors.messages.shape import ErrorMessage

_PICK = "Choose a key of the bucket's Region."
_WRONG_KIND = ErrorMessage(
    "This KMS key cannot encrypt objects",
    "{kms_key} is an asymmetric or signing key; S3 takes symmetric encryption keys only.",
    "Choose a symmetric encryption key.",
)
_BUSY = ErrorMessage(
    "The key service is overloaded",
    "More requests came for {kms_key} than the service takes at once.",
    "Wait a moment and try again; an S3 Bucket Key makes far fewer such requests.",
)
_NOT_AVAILABLE = ErrorMessage(
    "The KMS key cannot be reached",
    "The service or the store that holds {kms_key} did not answer.",
    "Try again later, or choose another key.",
)
_NOT_A_KEY = ErrorMessage(
    "This is no KMS key",
    "What was given as the key is not written as a key ARN, an alias ARN, a key id or an alias.",
    _PICK,
)

# Codes without `KMS.`.
KMS: dict[str, ErrorMessage] = {
    "NotFoundException": ErrorMessage(
        "There is no such KMS key",
        "{kms_key} does not exist in the bucket's Region.",
        _PICK,
    ),
    "DisabledException": ErrorMessage(
        "The KMS key is disabled",
        "{kms_key} is switched off; S3 can neither encrypt nor read with it.",
        "Ask its owner to enable it, or choose another key.",
    ),
    "KMSInvalidStateException": ErrorMessage(
        "The KMS key is not ready",
        "{kms_key} is being created or deleted, or its key material is missing.",
        "Choose another key, or ask the key's owner.",
    ),
    "InvalidKeyUsageException": _WRONG_KIND,
    "UnsupportedOperationException": _WRONG_KIND,
    "InvalidArnException": _NOT_A_KEY,
    "InvalidKeyId": _NOT_A_KEY,
    "InvalidAliasNameException": _NOT_A_KEY,
    "InvalidKeyIdException": _NOT_A_KEY,
    "ThrottlingException": _BUSY,
    "LimitExceededException": _BUSY,
    "KeyUnavailableException": _NOT_AVAILABLE,
    "DependencyTimeoutException": _NOT_AVAILABLE,
    "KMSInternalException": _NOT_AVAILABLE,
}

OTHER_KEY_REGION = ErrorMessage(
    "The key is in another Region than the bucket",
    "{kms_key} is of another Region; S3 takes only keys of the bucket's Region.",
    _PICK,
)
PENDING_DELETION = ErrorMessage(
    "The KMS key is about to be deleted",
    "{kms_key} is pending deletion; what is encrypted under it will become unreadable.",
    "Choose another key. If data lies under this one, have the deletion cancelled at once.",
)

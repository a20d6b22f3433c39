"""Messages for KMS's error codes; S3 reports them with `KMS.` before the code."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.error_message import ErrorMessage

_KEY_OF_REGION = text("Choose a key in the bucket's Region.")
_WRONG_KIND = ErrorMessage(
    text("The KMS key can't encrypt objects"),
    text("{The_key} is an asymmetric or HMAC key. S3 supports symmetric encryption keys only."),
    text("Choose a symmetric encryption key."),
)
_THROTTLED = ErrorMessage(
    text("AWS KMS is throttling requests"),
    text("There were more requests for {the_key} than AWS KMS allows at a time."),
    text("Wait a moment and try again. An S3 Bucket Key reduces the number of requests."),
)
_NOT_AVAILABLE = ErrorMessage(
    text("The KMS key can't be reached"),
    text("AWS KMS or the key store of {the_key} didn't respond."),
    text("Try again later, or choose another key."),
)
_NOT_A_KEY = ErrorMessage(
    text("This isn't a KMS key"),
    text("A KMS key is identified by a key ARN, an alias ARN, a key ID or an alias."),
    _KEY_OF_REGION,
)

# Codes without `KMS.`.
KMS: dict[str, ErrorMessage] = {
    "NotFoundException": ErrorMessage(
        text("The KMS key doesn't exist"),
        text("{The_key} doesn't exist in the bucket's Region."),
        _KEY_OF_REGION,
    ),
    "DisabledException": ErrorMessage(
        text("The KMS key is disabled"),
        text("S3 can't encrypt or decrypt with {the_key}."),
        text("Ask the key's owner to enable it, or choose another key."),
    ),
    "KMSInvalidStateException": ErrorMessage(
        text("The KMS key isn't ready"),
        text("{The_key} is being created or deleted, or its key material is missing."),
        text("Choose another key, or ask the key's owner."),
    ),
    "InvalidKeyUsageException": _WRONG_KIND,
    "UnsupportedOperationException": _WRONG_KIND,
    "InvalidArnException": _NOT_A_KEY,
    "InvalidKeyId": _NOT_A_KEY,
    "InvalidAliasNameException": _NOT_A_KEY,
    "InvalidKeyIdException": _NOT_A_KEY,
    "ThrottlingException": _THROTTLED,
    "LimitExceededException": _THROTTLED,
    "KeyUnavailableException": _NOT_AVAILABLE,
    "DependencyTimeoutException": _NOT_AVAILABLE,
    "KMSInternalException": _NOT_AVAILABLE,
}

OTHER_KEY_REGION = ErrorMessage(
    text("The key is in a different Region than the bucket"),
    text("{The_key} is in another Region. S3 accepts only keys in the bucket's Region."),
    _KEY_OF_REGION,
)
PENDING_DELETION = ErrorMessage(
    text("The KMS key is scheduled for deletion"),
    text("Once {the_key} is deleted, everything encrypted with it becomes unreadable."),
    text("Choose another key. To keep existing objects readable, cancel the deletion now."),
)

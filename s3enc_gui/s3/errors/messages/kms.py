"""Messages for KMS's error codes; S3 reports them with `KMS.` before the code, MinIO with `kms:`.

What other servers say of a key that their key manager doesn't have stands here, too.
"""

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

_OTHER_KEY = text("Choose another key, or ask the server's owner whether it has the key.")
_NOT_HELD = text("The server doesn't have {the_key}.")

# Codes without `KMS.` and `kms:`.
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
    # MinIO's (internal/kms/errors.go).
    "KeyNotFound": ErrorMessage(text("The KMS key doesn't exist"), _NOT_HELD, _OTHER_KEY),
    "InvalidKeyName": ErrorMessage(
        text("This isn't a KMS key"),
        text("The server doesn't accept the name of {the_key}."),
        _OTHER_KEY,
    ),
    "NotAuthorized": ErrorMessage(
        text("The server isn't allowed to use the KMS key"),
        text("Its key manager denies it {the_key}."),
        _OTHER_KEY,
    ),
    "InvalidCiphertextException": ErrorMessage(
        text("The object can't be decrypted with its KMS key"),
        text("The key manager couldn't decrypt the key of {the_object}."),
        text("Ask the server's owner whether the KMS key was replaced."),
    ),
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

# Ceph's (rgw_crypt.cc). Its codes are those of other errors: InvalidAccessKeyId until Quincy,
# InvalidArgument, and those for the response of its key manager: NoSuchKey, AccessDenied.
NOT_RETRIEVED = "kms-keyid"
KEY_NOT_RETRIEVED = ErrorMessage(
    text("The server couldn't get the KMS key"),
    text("Its key manager doesn't have {the_key}, or doesn't let the server use it."),
    _OTHER_KEY,
)
NOT_NAMED = "http header x-amz-server-side-encryption-aws-kms-key-id"
KEY_NOT_NAMED = ErrorMessage(
    text("The server requires a KMS key"),
    text("It has no key that it uses if none is named, such as aws/s3."),
    text("Enter a key for Custom KMS ARN (--sse-kms-key-id)."),
)

_ITS_KEY = text("Ask the server's owner whether it still has the key of the object.")


def of_read(found: ErrorMessage) -> ErrorMessage:
    """Return a message for reading an object: its key can't be chosen any more."""
    return found._replace(hint=_ITS_KEY) if found.hint is _OTHER_KEY else found


ABOUT_KEY = (KEY_NOT_RETRIEVED, KEY_NOT_NAMED)

# An unknown access key, in response to a request that uses a KMS key.
KEY_OR_CALLER = ErrorMessage(
    text("The server may not have the KMS key"),
    text(
        "It rejected the access key, but accepted it for other requests. S3-compatible servers do"
        " this if they don't have {the_key}."
    ),
    text(
        "Choose another key, or ask the server's owner whether it has the key. If other requests"
        " fail, too, check the access key."
    ),
)
CALLER_OR_KEY = ErrorMessage(
    text("The access key isn't valid, or the KMS key doesn't exist"),
    text(
        "The access key was deleted, deactivated or mistyped, or it belongs to another server."
        " S3-compatible servers also respond like this if they don't have {the_key}."
    ),
    text("Enter a valid access key for this profile. If it is valid, choose another KMS key."),
)

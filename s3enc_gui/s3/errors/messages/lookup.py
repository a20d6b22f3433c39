"""Finding the words for a server's answer."""

from __future__ import annotations

from s3enc_gui.s3.errors.messages.bucket import BUCKET, OTHER_REGION
from s3enc_gui.s3.errors.messages.identity import IDENTITY
from s3enc_gui.s3.errors.messages.kms import KMS, OTHER_KEY_REGION, PENDING_DELETION
from s3enc_gui.s3.errors.messages.shape import ErrorMessage
from s3enc_gui.s3.errors.messages.transfer import TRANSFER, TROUBLE

_REPORT = "This is a fault of the program: please report it with this message."

# Answers without a body (to HEAD) have the HTTP status for a code.
BODYLESS: dict[str, str] = {
    "301": "PermanentRedirect",
    "307": "TemporaryRedirect",
    "400": "BadRequest",
    "404": "NoSuchKey",
    "NotFound": "NoSuchKey",
    "405": "MethodNotAllowed",
    "409": "OperationAborted",
    "411": "MissingContentLength",
    "412": "PreconditionFailed",
    "413": "EntityTooLarge",
    "429": "SlowDown",
    "500": "InternalError",
    "501": "NotImplemented",
    "502": "ServiceUnavailable",
    "503": "ServiceUnavailable",
    "504": "ServiceUnavailable",
    "507": "InsufficientStorage",
}

_KEY_WITHOUT_METHOD = ErrorMessage(
    "A KMS key was named without SSE-KMS", "The server wants both or neither.", _REPORT
)

# (codes, or all; a piece of the message in small letters; the words).
BY_MESSAGE: tuple[tuple[frozenset[str], str, ErrorMessage], ...] = (
    (frozenset({"NotFoundException"}), "invalid arn", OTHER_KEY_REGION),
    (frozenset({"KMSInvalidStateException"}), "pending deletion", PENDING_DELETION),
    (frozenset({"InvalidArgument"}), "aws kms managed key requires", _KEY_WITHOUT_METHOD),
    (
        frozenset({"InvalidRequest"}),
        "stored using a form of server side encryption",
        ErrorMessage(
            "The object has a customer key (SSE-C)",
            "{object} can be looked at only with the key it was stored with.",
            "Ask for the key file whoever uploaded the object.",
        ),
    ),
    (
        frozenset({"InvalidRequest"}),
        "x-amz-mp-object-size",
        ErrorMessage(
            "The file changed during the upload",
            "Its size is no longer the one it had at the start; nothing was stored.",
            "Upload the file again.",
        ),
    ),
    (
        frozenset({"InvalidArgument"}),
        "part number must be",
        ErrorMessage("The upload has too many parts", "It may have 10,000 at most.", _REPORT),
    ),
    (
        frozenset(),
        "kms is not configured",
        ErrorMessage(
            "The server has no key service",
            "It is not set up to encrypt with KMS keys.",
            "Choose another encryption, or ask the server's owner to set up KMS.",
        ),
    ),
)

# KMS's own codes, and S3's `KMS.` ones without that.
SERVER: dict[str, ErrorMessage] = IDENTITY | BUCKET | TRANSFER | KMS


def by_status(status: int) -> ErrorMessage:
    """Return general words for a code that nobody knows, by the class of its HTTP status."""
    if status >= 500:
        return TROUBLE
    if status >= 400:
        return ErrorMessage(
            "The server refused the request",
            "It gave a reason that this program does not know.",
            "Check the chosen options; the code tells an administrator more.",
        )
    if status >= 300:
        return OTHER_REGION
    return ErrorMessage(
        "The server reported an error",
        "It answered, but not as expected.",
        "Try again; if it stays so, show this message to an administrator.",
    )

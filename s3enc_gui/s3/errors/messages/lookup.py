"""The messages for error codes and HTTP statuses of S3 and KMS, merged for lookup."""

from __future__ import annotations

from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.messages.annotations import ANNOTATIONS
from s3enc_gui.s3.errors.messages.bucket import BUCKET, OTHER_REGION
from s3enc_gui.s3.errors.messages.encryption_change import REFUSED_CHANGES
from s3enc_gui.s3.errors.messages.error_message import REPORT, ErrorMessage
from s3enc_gui.s3.errors.messages.identity import IDENTITY
from s3enc_gui.s3.errors.messages.kms import (
    KEY_NOT_NAMED,
    KEY_NOT_RETRIEVED,
    KMS,
    NOT_NAMED,
    NOT_RETRIEVED,
    OTHER_KEY_REGION,
    PENDING_DELETION,
)
from s3enc_gui.s3.errors.messages.object_state import CHANGED, LOCKED, LOCKED_TEXTS, MARKER
from s3enc_gui.s3.errors.messages.transfer import TRANSFER, TROUBLE

# Responses without a body (to HEAD) have the HTTP status as their code.
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

_BAD_CUSTOMER_KEY = ErrorMessage(
    text("The customer-provided key (SSE-C) wasn't accepted"),
    text("The key and the headers that describe it don't match."),
    REPORT,
)
_OTHER_ENCRYPTION = ErrorMessage(
    text("The upload was started with another encryption"),
    text("All its parts must have the encryption that it was started with."),
    text("Upload the file again."),
)

# (codes, or none for all; part of the server's message in lower case; the message shown).
BY_MESSAGE: tuple[tuple[frozenset[str], str, ErrorMessage], ...] = (
    (frozenset({"NotFoundException"}), "invalid arn", OTHER_KEY_REGION),
    (frozenset({"KMSInvalidStateException"}), "pending deletion", PENDING_DELETION),
    *((frozenset[str](), part, LOCKED) for part in LOCKED_TEXTS),
    (frozenset({"InvalidRequest", "InvalidArgument"}), "refer to a delete marker", MARKER),
    *((frozenset({"InvalidRequest"}), part, found) for part, found in REFUSED_CHANGES),
    (frozenset(), NOT_RETRIEVED, KEY_NOT_RETRIEVED),
    (frozenset(), NOT_NAMED, KEY_NOT_NAMED),
    (
        frozenset({"InvalidArgument"}),
        "aws kms managed key requires",
        ErrorMessage(
            text("A KMS key was sent without SSE-KMS"),
            text("The server requires both or neither."),
            REPORT,
        ),
    ),
    (
        frozenset({"InvalidRequest"}),
        "stored using a form of server side encryption",
        ErrorMessage(
            text("The object is encrypted with SSE-C"),
            text("{The_object} can be read only with the key that it was stored with."),
            text("Ask the person who uploaded the object for the key."),
        ),
    ),
    *(
        (frozenset({"InvalidArgument"}), part, _BAD_CUSTOMER_KEY)
        for part in (
            "secret key was invalid for the specified algorithm",
            "md5 hash of the key did not match",
            "with customer provided key",
        )
    ),
    *(
        (frozenset({"InvalidRequest"}), part, _OTHER_ENCRYPTION)
        for part in (
            "subsequent part requests must include the appropriate encryption",
            "encryption parameters did not match the ones used originally",
        )
    ),
    (
        frozenset({"InvalidRequest"}),
        "must include the checksum for each part",
        ErrorMessage(
            text("A part's checksum is missing"),
            text("The upload was started with checksums, so that every part must have one."),
            REPORT,
        ),
    ),
    (
        frozenset({"InvalidRequest"}),
        "x-amz-mp-object-size",
        ErrorMessage(
            text("The file changed during the upload"),
            text("Its size differs from the size at the start. Nothing was stored."),
            text("Upload the file again."),
        ),
    ),
    (
        frozenset({"InvalidArgument"}),
        "part number must be",
        ErrorMessage(
            text("The upload has too many parts"),
            text("An upload can have up to 10,000 parts."),
            REPORT,
        ),
    ),
    (
        frozenset(),
        "kms is not configured",
        ErrorMessage(
            text("The server doesn't support KMS keys"),
            text("It isn't set up to encrypt with KMS keys."),
            text("Choose another encryption, or ask the server's owner to set up KMS."),
        ),
    ),
)

# (operation, code): the message, where the code means something else than for most operations.
BY_OPERATION: dict[tuple[str, str], ErrorMessage] = {
    ("HeadBucket", "NoSuchKey"): BUCKET["NoSuchBucket"],
    **{(reading, "PreconditionFailed"): CHANGED for reading in ("HeadObject", "GetObject")},
    ("DeleteObject", "PreconditionFailed"): CHANGED,
}

# KMS's codes stand here without the prefix; see `plain_code`.
SERVER: dict[str, ErrorMessage] = IDENTITY | BUCKET | TRANSFER | ANNOTATIONS | KMS


def plain_code(code: str) -> str:
    """Return KMS's own code, without the prefix of S3 or MinIO; any other code is unchanged."""
    return code.removeprefix("KMS.").removeprefix("kms:")


def by_status(status: int) -> ErrorMessage:
    """Return a general message for an unknown code, by the class of its HTTP status."""
    if status >= 500:
        return TROUBLE
    if status >= 400:
        return ErrorMessage(
            text("The server rejected the request"),
            text("It gave a reason that S3enc doesn't know."),
            text(
                "Check the selected options. If they are correct, show this message to an "
                "administrator."
            ),
        )
    if status >= 300:
        return OTHER_REGION
    return ErrorMessage(
        text("The server reported an error"),
        text("It responded, but not as expected."),
        text("Try again. If it happens again, show this message to an administrator."),
    )

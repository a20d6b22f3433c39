"""Messages for S3's error codes about uploads and downloads."""

from __future__ import annotations

from s3enc_gui.i18n import sentences, text
from s3enc_gui.s3.errors.messages.error_message import REPORT, ErrorMessage

_UPLOAD_AGAIN = text("Upload the file again.")
_LATER = text("Try again in a few minutes.")

_CONFLICT = ErrorMessage(
    text("Another request is writing the same object"),
    text("Another request for {the_object} was in progress at the same time."),
    _UPLOAD_AGAIN,
)
_BUSY = ErrorMessage(
    text("The server is overloaded"),
    text("It asked for fewer requests at a time."),
    text("Wait a moment, then try again with fewer files at a time."),
)
_DAMAGED = ErrorMessage(
    text("The server received different data than S3enc sent"),
    text("The file changed during the upload, or the data was damaged. Nothing was stored."),
    _UPLOAD_AGAIN,
)
TROUBLE = ErrorMessage(
    text("The server couldn't process the request"),
    text("The problem is on the server."),
    _LATER,
)
_FULL = ErrorMessage(
    text("The server is out of storage"),
    text("Its storage or the quota of {the_bucket} is used up."),
    text("Delete what you don't need, or ask the server's owner for more storage."),
)

TRANSFER: dict[str, ErrorMessage] = {
    "EntityTooLarge": ErrorMessage(
        text("The file is too large for this server"),
        text("It doesn't accept an object of this size in one request."),
        text("Split the file, or ask the server's owner for the limit."),
    ),
    "EntityTooSmall": ErrorMessage(
        text("A part of the upload was too small"),
        text("All parts but the last must have at least 5 MiB."),
        REPORT,
    ),
    "NoSuchUpload": ErrorMessage(
        text("The incomplete upload no longer exists"),
        text("The upload of {the_object} was removed by the server or aborted by another client."),
        _UPLOAD_AGAIN,
    ),
    "InvalidPart": ErrorMessage(
        text("A part of the upload is missing"),
        text("The server doesn't have all parts of {the_object}."),
        _UPLOAD_AGAIN,
    ),
    "InvalidPartOrder": ErrorMessage(
        text("The parts of the upload are out of order"),
        text("They must be listed by part number."),
        REPORT,
    ),
    "PreconditionFailed": ErrorMessage(
        text("The object already exists"),
        text("{The_object} exists in {the_bucket}, or it has changed. Nothing was overwritten."),
        text("Overwrite it, keep both or skip it."),
    ),
    "ConditionalRequestConflict": _CONFLICT,
    "OperationAborted": _CONFLICT,
    "BadDigest": _DAMAGED,
    "XAmzContentSHA256Mismatch": _DAMAGED,
    "XAmzContentChecksumMismatch": _DAMAGED,
    "IncompleteBody": ErrorMessage(
        text("The upload was interrupted"),
        text("The server received fewer bytes than announced. Nothing was stored."),
        _UPLOAD_AGAIN,
    ),
    "InvalidDigest": ErrorMessage(
        text("The server can't read the checksum"),
        text("The checksum doesn't have the required format."),
        REPORT,
    ),
    "RequestTimeout": ErrorMessage(
        text("The connection timed out"),
        text("The server waited too long for data."),
        text("Check the network connection, then try again."),
    ),
    "SlowDown": _BUSY,
    "Throttling": _BUSY,
    "TooManyRequestsException": _BUSY,
    "RequestLimitExceeded": _BUSY,
    "TooManyRequests": _BUSY,
    "ServiceUnavailable": TROUBLE,
    "ServiceUnavailableException": TROUBLE,
    "InternalError": TROUBLE,
    "InternalFailure": TROUBLE,
    "QuotaExceeded": _FULL,
    "InsufficientStorage": _FULL,
    "XMinioStorageFull": _FULL,
}


KEY_MAYBE_MISSING = ErrorMessage(
    text("The server couldn't encrypt with the KMS key"),
    text("It gave no reason. S3-compatible servers do this if they don't have {the_key}."),
    text("Choose another key or encryption, or ask the server's owner whether it has the key."),
)
TROUBLE_WHILE_STORING = TROUBLE._replace(
    hint=sentences(
        _LATER,
        text(
            "If you chose a KMS key, the server may not have it. S3-compatible servers "
            "then respond like this."
        ),
    )
)

"""What S3 answers while bytes move, by code."""

from __future__ import annotations

from s3enc_gui.s3.errors.messages.shape import ErrorMessage

_REPORT = "This is a fault of the program: please report it with this message."
_AGAIN = "Upload the file again."
_LATER = "Try again in a few minutes."

_CONFLICT = ErrorMessage(
    "Somebody else is writing the same name",
    "Another request for {object} was under way at the same moment.",
    _AGAIN,
)
_BUSY = ErrorMessage(
    "The server is overloaded",
    "It asks for fewer requests at a time.",
    "Wait a moment, then try again with fewer files at once.",
)
_DAMAGED = ErrorMessage(
    "What arrived is not what was sent",
    "The file changed during the upload, or the line damaged it; nothing was stored.",
    _AGAIN,
)
TROUBLE = ErrorMessage(
    "The server is in trouble",
    "It could not do its work; the fault is not on this side.",
    _LATER,
)
_FULL = ErrorMessage(
    "The server has no room left",
    "Its storage or the quota of {bucket} is used up.",
    "Delete what is not needed, or ask the server's owner for more room.",
)

TRANSFER: dict[str, ErrorMessage] = {
    "EntityTooLarge": ErrorMessage(
        "The file is too large for this server",
        "It takes no object of that size in one request.",
        "Split the file, or ask the server's owner what it takes.",
    ),
    "EntityTooSmall": ErrorMessage(
        "A part of the upload was too small", "Parts must have 5 MiB, but for the last.", _REPORT
    ),
    "NoSuchUpload": ErrorMessage(
        "The unfinished upload is gone",
        "The upload of {object} was cleaned up by the server or ended by somebody else.",
        _AGAIN,
    ),
    "InvalidPart": ErrorMessage(
        "A part of the upload is missing",
        "The server does not have every part of {object} that was sent.",
        _AGAIN,
    ),
    "InvalidPartOrder": ErrorMessage(
        "The parts of the upload are out of order", "They must be listed by number.", _REPORT
    ),
    "PreconditionFailed": ErrorMessage(
        "There is an object of that name already",
        "{object} exists in {bucket}, or was changed meanwhile; nothing was overwritten.",
        "Replace it, keep both or skip it.",
    ),
    "ConditionalRequestConflict": _CONFLICT,
    "OperationAborted": _CONFLICT,
    "BadDigest": _DAMAGED,
    "XAmzContentSHA256Mismatch": _DAMAGED,
    "XAmzContentChecksumMismatch": _DAMAGED,
    "IncompleteBody": ErrorMessage(
        "The upload broke off",
        "The server got fewer bytes than were announced; nothing was stored.",
        _AGAIN,
    ),
    "InvalidDigest": ErrorMessage(
        "The server cannot read the checksum", "The checksum was not in the form it wants.", _REPORT
    ),
    "RequestTimeout": ErrorMessage(
        "The line stalled",
        "The server waited too long for data.",
        "Check the network, then try again.",
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
    "The server could not encrypt with the KMS key",
    "It failed without a reason; servers other than Amazon's do so without {kms_key}.",
    "Choose another key or encryption, or ask the server's owner whether it has the key.",
)
TROUBLE_WHILE_STORING = TROUBLE._replace(
    hint=f"{_LATER} If a KMS key is chosen, the server may not have it: servers other than "
    "Amazon's answer so then.",
)

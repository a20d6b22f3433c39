"""Exit statuses of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING

from s3enc_gui.domain.errors import AppError

if TYPE_CHECKING:
    from s3enc_gui.domain.uploads.outcome import Outcome


class ExitStatus(IntEnum):
    """FAILED also: not verified, not printed. DIFFERENT: stored differently than requested."""

    OK = 0
    FAILED = 1
    USAGE = 2
    DIFFERENT = 3
    INTERRUPTED = 130


# Invalid arguments, detected before any request.
_USAGE = frozenset(
    {
        "EncryptionContextTooLarge",
        "InvalidBucketName",
        "InvalidContentType",
        "InvalidEncryptionChoice",
        "InvalidEncryptionContext",
        "InvalidKeyName",
        "InvalidMetadata",
        "InvalidTag",
        "MalformedKey",
        "MetadataTooLarge",
        "Usage",
    }
)


def of_error(error: AppError) -> ExitStatus:
    """Return USAGE for invalid arguments, else FAILED."""
    return ExitStatus.USAGE if error.code in _USAGE else ExitStatus.FAILED


def of_outcomes(outcomes: Iterable[Outcome]) -> ExitStatus:
    """Return the most severe status; DIFFERENT outweighs FAILED."""
    from s3enc_gui.domain.uploads.outcome import Result  # not for help and versions

    results = {outcome.result for outcome in outcomes}
    if Result.CANCELLED in results:
        return ExitStatus.INTERRUPTED
    if Result.DIFFERENT in results:
        return ExitStatus.DIFFERENT
    return ExitStatus.FAILED if results - {Result.VERIFIED, Result.SKIPPED} else ExitStatus.OK

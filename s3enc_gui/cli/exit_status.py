"""What the exit status says."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Outcome, Result


class ExitStatus(IntEnum):
    """All done and verified; failed, not proved or not printed; usage; otherwise; interrupted."""

    OK = 0
    FAILED = 1
    USAGE = 2
    DIFFERENT = 3
    INTERRUPTED = 130


# Mistakes in what was typed, found before anything was asked of a server.
_USAGE = frozenset(
    {
        "InvalidBucketName",
        "InvalidEncryptionChoice",
        "InvalidKeyName",
        "InvalidMetadata",
        "InvalidTag",
        "MalformedKey",
        "MetadataTooLarge",
        "Usage",
    }
)


def of_error(error: AppError) -> ExitStatus:
    """Tell a mistake of the user's from a failure."""
    return ExitStatus.USAGE if error.code in _USAGE else ExitStatus.FAILED


def of_outcomes(outcomes: Iterable[Outcome]) -> ExitStatus:
    """Return the gravest: an object stored otherwise than asked outweighs one not stored."""
    results = {outcome.result for outcome in outcomes}
    if Result.CANCELLED in results:
        return ExitStatus.INTERRUPTED
    if Result.DIFFERENT in results:
        return ExitStatus.DIFFERENT
    return ExitStatus.FAILED if results - {Result.VERIFIED, Result.SKIPPED} else ExitStatus.OK

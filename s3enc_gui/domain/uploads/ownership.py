"""Ownership: who stored an object with our content if our request was refused or got no response.

It is ours if the key was free before, our response was lost or our request was sent twice, and size
and checksum match. Times tell which objects existed before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.finding import Aspect, Finding, Verdict
from s3enc_gui.i18n import text

CLOCK_SKEW = timedelta(minutes=15)  # the largest difference to its clock that S3 accepts
RESOLUTION = timedelta(seconds=1)  # HTTP dates have no fractions of a second

UNSURE_OWNER = Finding(
    Aspect.OBJECT,
    text("stored by this upload"),  # kept in receipts, which are compared with it: never change it
    text("an object with the same content, stored at the same time, possibly by another client"),
    Verdict.CANNOT_TELL,
)


def is_owner_unsure(findings: Iterable[Finding]) -> bool:
    """Whether UNSURE_OWNER is among them; receipts of earlier versions describe it differently."""
    unsure = UNSURE_OWNER.recorded
    return any(
        (one.aspect, one.recorded.asked, one.verdict)
        == (unsure.aspect, unsure.asked, unsure.verdict)
        for one in findings
    )


class Owner(Enum):
    """Who stored an object that was found under the key of an upload."""

    OURS = "ours"
    THEIRS = "theirs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that was refused or got no response.

    `was_free`: the key was seen to be free before. `response_lost`: the server may have carried out
    the request. `server_start` and `local_start` are when it began by the server's and by the local
    clock, if known.
    """

    was_free: bool
    response_lost: bool
    server_start: datetime | None = None
    local_start: datetime | None = None


def owner_of(attempt: Attempt, same: bool | None, modified: datetime | None) -> Owner:
    """Return who stored the object that exists now.

    `same` is whether it has our content; None if the size matches and no checksum is comparable.
    `modified` is its LastModified.
    """
    existed = is_before(modified, attempt.server_start) or is_clearly_older(
        modified, attempt.local_start
    )
    if same is False or existed:
        return Owner.THEIRS
    if same is None or not (attempt.was_free or attempt.response_lost):
        return Owner.UNKNOWN
    return Owner.OURS


def server_start(responded: datetime | None, took: float) -> datetime | None:
    """Return when a request began by the server's clock, from the Date of its response.

    `took` is its duration in seconds.
    """
    return None if responded is None else responded - timedelta(seconds=took)


def is_clearly_older(modified: datetime | None, started: datetime | None) -> bool:
    """Whether an object existed before a request began, by the local clock."""
    return modified is not None and started is not None and modified < started - CLOCK_SKEW


def is_before(modified: datetime | None, started: datetime | None) -> bool:
    """Whether an object existed before a request began, both by the server's clock."""
    return modified is not None and started is not None and started - modified >= RESOLUTION

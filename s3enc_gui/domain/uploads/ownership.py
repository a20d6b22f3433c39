"""Whose an object is that holds our bytes, though our request was refused or not answered.

It is ours where the name was free when we looked, the answer to our request was lost or the request
was sent twice on its way, and size and checksum fit. The time tells what was there before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from s3enc_gui.domain.encryption.proof import Aspect, Finding, Verdict

SKEW = timedelta(minutes=15)  # between our clock and the server's, as much as S3 takes
TICK = timedelta(seconds=1)  # HTTP dates have no fractions

UNSURE_WHOSE = Finding(
    Aspect.OBJECT,
    "stored by this upload",
    "an object of the same content that was stored during this upload, maybe by somebody else",
    Verdict.CANNOT_TELL,
)


class Owner(Enum):
    """Who stored an object that was found under our name."""

    OURS = "ours"
    THEIRS = "theirs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that was refused, or not answered.

    `was_free`: a look said that the name is free. `lost`: an answer was lost, so that the request
    may have been obeyed. When it began, as far as that is known: `began` by the server's clock,
    `begun` by ours.
    """

    was_free: bool
    lost: bool
    began: datetime | None = None
    begun: datetime | None = None


def whose(attempt: Attempt, same: bool | None, modified: datetime | None) -> Owner:
    """Tell whose the object is that is there now.

    `same`: whether it holds our bytes, None: size fits and no checksum can be compared. `modified`
    is its LastModified.
    """
    before = is_before(modified, attempt.began) or is_clearly_older(modified, attempt.begun)
    if same is False or before:
        return Owner.THEIRS
    if same is None or not (attempt.was_free or attempt.lost):
        return Owner.UNKNOWN
    return Owner.OURS


def began_at(answered: datetime | None, took: float) -> datetime | None:
    """Return when a request began by the server's clock: its answer's Date, seconds it took."""
    return None if answered is None else answered - timedelta(seconds=took)


def is_clearly_older(modified: datetime | None, begun: datetime | None) -> bool:
    """Whether an object was surely there before we began to send, by our own clock."""
    return modified is not None and begun is not None and modified < begun - SKEW


def is_before(modified: datetime | None, began: datetime | None) -> bool:
    """Whether an object was there before a request began, both by the server's clock."""
    return modified is not None and began is not None and modified + TICK <= began

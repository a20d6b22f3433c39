"""How copying and moving ended, of one object and of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from s3enc_gui.domain.copies.proof import CopyProof
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """What became of one object; size in bytes.

    `target` is where it really went. `details` is the copy as S3 shows it, `proof` compares it.
    `moved`: the source is deleted. `left`: why that of a move that made a copy is still there.
    """

    source: Location
    target: Location
    result: Result
    size: int = 0
    details: ObjectDetails | None = None
    proof: CopyProof | None = None
    error: AppError | None = None
    moved: bool = False
    left: AppError | None = None

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to tell of it but that it is done."""
        return self.result in (Result.VERIFIED, Result.SKIPPED) and self.left is None


@dataclass(frozen=True, slots=True)
class CopyResult:
    """What became of all; `size` in bytes is that of the copies made.

    `outcomes` holds the first KEPT that are not plain, then as many plain ones: `counts` has all.
    `left`: copies whose source should have been deleted and was not. `complete`: no object was left
    out, because of a wish to stop or of `error`.
    """

    counts: Mapping[Result, int] = field(default_factory=dict)
    size: int = 0
    outcomes: tuple[CopyOutcome, ...] = ()
    left: int = 0
    complete: bool = True
    error: AppError | None = None

    @property
    def count(self) -> int:
        """The objects that were come to."""
        return sum(self.counts.values())

    @property
    def all_done(self) -> bool:
        """Whether everything that was asked for is done and verified."""
        plain = sum(self.counts.get(one, 0) for one in (Result.VERIFIED, Result.SKIPPED))
        return self.complete and self.error is None and not self.left and plain == self.count


KEPT = 1000
"""Outcomes of a kind that are kept: a million would fill the memory."""


class CopyTotals:
    """Gathers the outcomes as they come."""

    def __init__(self) -> None:
        self._counts: dict[Result, int] = {}
        self._plain: list[CopyOutcome] = []
        self._others: list[CopyOutcome] = []
        self.size = self.left = 0

    @property
    def count(self) -> int:
        """The objects so far."""
        return sum(self._counts.values())

    def add(self, outcome: CopyOutcome) -> None:
        """Note one."""
        self._counts[outcome.result] = self._counts.get(outcome.result, 0) + 1
        self.size += outcome.size if outcome.proof else 0
        self.left += outcome.left is not None
        kept = self._plain if outcome.is_plain else self._others
        if len(kept) < KEPT:
            kept.append(outcome)

    def result(self, *, complete: bool, error: AppError | None) -> CopyResult:
        """Return what became of all."""
        outcomes = (*self._others, *self._plain)
        return CopyResult(dict(self._counts), self.size, outcomes, self.left, complete, error)

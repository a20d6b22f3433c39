"""The results of copies and moves: of one object, and of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.comparison import CopyProof
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """The result for one object; size in bytes.

    `target` is the location of the copy. `details` is what S3 reports for it, `proof` compares it
    with the source. `moved`: the source was deleted. `left`: why the source of a move was kept.
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
        """Whether there is nothing to report but the result."""
        return self.result in (Result.VERIFIED, Result.SKIPPED) and self.left is None


@dataclass(frozen=True, slots=True)
class CopyResult:
    """The result for all objects; `size` is the total of the copies in bytes.

    `outcomes` has the first MAX_KEPT that aren't plain, then as many plain ones; `counts` has all.
    `left` is the number of sources of moves that were kept. `complete` is False if objects were
    omitted because of cancellation or of `error`.
    """

    counts: Mapping[Result, int] = field(default_factory=dict)
    size: int = 0
    outcomes: tuple[CopyOutcome, ...] = ()
    left: int = 0
    complete: bool = True
    error: AppError | None = None

    @property
    def count(self) -> int:
        """The number of objects processed."""
        return sum(self.counts.values())

    @property
    def all_done(self) -> bool:
        """Whether everything requested is done and verified."""
        plain = sum(self.counts.get(one, 0) for one in (Result.VERIFIED, Result.SKIPPED))
        return self.complete and self.error is None and not self.left and plain == self.count


MAX_KEPT = 1000
"""Outcomes kept of each kind, to bound memory."""


class CopyTotals:
    """Collects the outcomes."""

    def __init__(self) -> None:
        self._counts: dict[Result, int] = {}
        self._plain: list[CopyOutcome] = []
        self._others: list[CopyOutcome] = []
        self.size = self.left = 0

    @property
    def count(self) -> int:
        """The number of objects so far."""
        return sum(self._counts.values())

    def add(self, outcome: CopyOutcome) -> None:
        """Add an outcome."""
        self._counts[outcome.result] = self._counts.get(outcome.result, 0) + 1
        self.size += outcome.size if outcome.proof else 0
        self.left += outcome.left is not None
        kept = self._plain if outcome.is_plain else self._others
        if len(kept) < MAX_KEPT:
            kept.append(outcome)

    def result(self, *, complete: bool, error: AppError | None) -> CopyResult:
        """Return the result for all objects."""
        outcomes = (*self._others, *self._plain)
        return CopyResult(dict(self._counts), self.size, outcomes, self.left, complete, error)

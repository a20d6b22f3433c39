"""How far the change of one object is, and the totals of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from s3enc_gui.domain.errors import AppError


class State(StrEnum):
    """Values are stored; labels are in `wording`.

    STARTED: a request may have been sent; after an interruption the object is read first.
    """

    PLANNED = "planned"
    STARTED = "started"
    VERIFIED = "verified"
    CANNOT_TELL = "cannot tell"
    DIFFERENT = "different"
    FAILED = "failed"
    CHANGED = "changed"  # by somebody else, since the dry run
    GONE = "gone"
    ALREADY = "already"
    CANNOT = "cannot"


OPEN = (State.PLANNED, State.STARTED)
"""The states of objects that are still to be changed."""
STORED = (State.VERIFIED, State.CANNOT_TELL, State.DIFFERENT)
"""The states of objects that were changed."""
FINE = (State.VERIFIED, State.ALREADY, State.GONE)
"""The states of objects that need no attention."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """The objects of a run by state.

    `path` is the run's file, which is also the log for undoing it. `error` ended the run early.
    """

    path: str
    counts: Mapping[State, int] = field(default_factory=dict)
    error: AppError | None = None

    @property
    def left(self) -> int:
        """The number of objects that are still to be changed."""
        return self._count(OPEN)

    @property
    def changed(self) -> int:
        """The number of objects that were changed."""
        return self._count(STORED)

    @property
    def problems(self) -> int:
        """The number of objects that should have been changed, and weren't, or aren't verified."""
        return sum(self.counts.values()) - self._count((*FINE, *OPEN))

    @property
    def all_done(self) -> bool:
        """Whether every object has the encryption, verified."""
        return not (self.left or self.problems or self.error)

    def _count(self, states: tuple[State, ...]) -> int:
        return sum(self.counts.get(state, 0) for state in states)

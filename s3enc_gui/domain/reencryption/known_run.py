"""A change of encryption whose file is on this computer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.reencryption.run import RunFacts
from s3enc_gui.domain.reencryption.state import MAYBE_STORED, OPEN, PROBLEMS, STORED, State


class RunState(StrEnum):
    """Values are printed as JSON; labels are in `wording`.

    RUNNING: a program has its file open. UNFINISHED: it can be resumed. DISCARDED: it was given up
    while objects were still to be changed.
    """

    RUNNING = "running"
    UNFINISHED = "unfinished"
    FINISHED = "finished"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run that has begun; `facts` None: another program has its file open.

    `counts` are its objects by state.
    """

    path: str
    facts: RunFacts | None = None
    counts: Mapping[State, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What names it: the name of its file, without the extension."""
        return re.split(r"[\\/]", self.path)[-1].removesuffix(".sqlite")

    @property
    def state(self) -> RunState:
        """How far it is."""
        if self.facts is None:
            return RunState.RUNNING
        if not self.left:
            return RunState.FINISHED
        return RunState.DISCARDED if self.facts.ended else RunState.UNFINISHED

    @property
    def left(self) -> int:
        """The number of objects that are still to be changed, or never were."""
        return self._count(OPEN)

    @property
    def total(self) -> int:
        """The number of objects that were to be changed, or needed to be looked at."""
        return sum(self.counts.values())

    @property
    def changed(self) -> int:
        """The number of objects that were changed."""
        return self._count(STORED)

    @property
    def can_be_undone(self) -> bool:
        """Whether some objects have been changed, or may have been."""
        return self._count(MAYBE_STORED) > 0

    @property
    def problems(self) -> int:
        """The number of objects that should have been changed, and weren't, or aren't verified."""
        return self._count(PROBLEMS)

    def _count(self, states: tuple[State, ...]) -> int:
        return sum(self.counts.get(state, 0) for state in states)

"""How far the change of one object is, and the totals of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice


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


@dataclass(frozen=True, slots=True)
class Planned:
    """One object of a run; `number` identifies it. `etag`, `size` and `before` are pinned.

    `version_id` is the version that HeadObject reported; `is_latest`: no newer one existed.
    `source` is what a copy that was started had to keep, packed.
    """

    number: int
    key: str
    version_id: str | None
    is_latest: bool
    etag: str
    size: int
    before: EncryptionStatus | None
    target: Target | None
    choice: Choice
    state: State
    source: bytes | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The end of one object: what S3 reports for it now, and the error."""

    state: State
    after: EncryptionStatus | None = None
    etag: str = ""
    version_id: str | None = None
    error: AppError | None = None
    doubts: str = ""  # what isn't verified, in the source language


@dataclass(frozen=True, slots=True)
class RunResult:
    """The objects of a run by state; `ended`: none is left.

    `path` is the run's file, which is also the log for undoing it. `error` ended the run early.
    """

    path: str
    counts: Mapping[State, int] = field(default_factory=dict)
    error: AppError | None = None

    @property
    def left(self) -> int:
        """The number of objects that are still to be changed."""
        return sum(self.counts.get(state, 0) for state in OPEN)

    @property
    def problems(self) -> int:
        """The number of objects that should have been changed, and weren't, or aren't verified."""
        fine = (State.VERIFIED, State.ALREADY, State.GONE, *OPEN)
        return sum(count for state, count in self.counts.items() if state not in fine)

    @property
    def all_done(self) -> bool:
        """Whether every object has the encryption, verified."""
        return not (self.left or self.problems or self.error)

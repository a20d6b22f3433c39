"""A change of encryption: its facts, its objects, and the receipt of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.dry_run import Cost
from s3enc_gui.domain.reencryption.state import OPEN, PROBLEMS, STORED, State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice
from s3enc_gui.i18n import text


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the objects of a run come from: a connection, prefixes, and single objects."""

    connection: Connection
    prefixes: tuple[str, ...] = ()
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run is about, and how far it is.

    `target` is None if each object has its own: the run undoes the one whose file is `undoes`.
    `planned` is None while objects are still being looked at, `began` until the user has agreed to
    the plan, `ended` while it can go on. `versioned`: whether the bucket keeps versions; None: not
    known. `origin` is None for runs of earlier versions of S3enc.
    """

    bucket: str
    target: Target | None
    started: datetime
    undoes: str = ""
    planned: datetime | None = None
    ended: datetime | None = None
    versioned: bool | None = None
    began: datetime | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class NewObject:
    """One object of a plan, as HeadObject reports it; size in bytes.

    `error`: why it couldn't be read. `context` as in Planned.
    """

    key: str
    version_id: str | None
    is_latest: bool
    etag: str
    size: int
    before: EncryptionStatus | None
    target: Target | None
    choice: Choice
    state: State
    cost: Cost = field(default_factory=Cost)
    error: AppError | None = None
    context: ContextPairs | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One object of a run; `number` identifies it. `etag`, `size` and `before` are pinned.

    `version_id` is the version that HeadObject reported; `is_latest`: no newer one existed.
    `source` is what a copy that was started had to keep, packed; `started` is when. `context` is
    the encryption context that the object had before the run that is undone; None: not known.
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
    started: datetime | None = None
    context: ContextPairs | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The end of one object: what S3 reports for it now, and the error.

    `doubts` is what isn't verified, in the source language. `former_context` is the encryption
    context that the object had before, for undoing it; None: not known.
    """

    state: State
    after: EncryptionStatus | None = None
    etag: str = ""
    version_id: str | None = None
    error: AppError | None = None
    doubts: str = ""
    former_context: ContextPairs | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was planned for an object and what became of it; `ended` is when."""

    planned: Planned
    changed: Changed
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunResult:
    """The objects of a run by state.

    `path` is the run's file, which is also the log for undoing it. `error` ended the run early.
    `shown` are the receipts of the first problems.
    """

    path: str
    counts: Mapping[State, int] = field(default_factory=dict)
    error: AppError | None = None
    shown: tuple[Receipt, ...] = ()

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
        return self._count(PROBLEMS)

    @property
    def all_done(self) -> bool:
        """Whether every object has the encryption, verified."""
        return not (self.left or self.problems or self.error)

    def _count(self, states: tuple[State, ...]) -> int:
        return sum(self.counts.get(state, 0) for state in states)


def not_a_run(path: str) -> AppError:
    """Return the error for a file that isn't the log of a change of encryption."""
    return AppError(
        text("This isn't the log of a change of encryption"),
        text("{file} has no objects that were changed.", file=path),
        text("Choose the file that was named at the end of the change."),
        code="NotARun",
    )

"""A change of encryption: its facts, its objects, and the receipt of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.dry_run import Cost
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run is about, and how far it is.

    `target` is None if each object has its own: the run undoes the one whose file is `undoes`.
    `planned` is None while objects are still being looked at, `ended` while it can go on.
    `versioned`: whether the bucket keeps versions; None: not known.
    """

    bucket: str
    target: Target | None
    started: datetime
    undoes: str = ""
    planned: datetime | None = None
    ended: datetime | None = None
    versioned: bool | None = None


@dataclass(frozen=True, slots=True)
class NewObject:
    """One object of a plan, as HeadObject reports it; size in bytes.

    `error`: why it couldn't be read.
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


@dataclass(frozen=True, slots=True)
class Planned:
    """One object of a run; `number` identifies it. `etag`, `size` and `before` are pinned.

    `version_id` is the version that HeadObject reported; `is_latest`: no newer one existed.
    `source` is what a copy that was started had to keep, packed; `started` is when.
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


@dataclass(frozen=True, slots=True)
class Changed:
    """The end of one object: what S3 reports for it now, and the error.

    `doubts` is what isn't verified, in the source language.
    """

    state: State
    after: EncryptionStatus | None = None
    etag: str = ""
    version_id: str | None = None
    error: AppError | None = None
    doubts: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was planned for an object and what became of it; `ended` is when."""

    planned: Planned
    changed: Changed
    ended: datetime | None = None

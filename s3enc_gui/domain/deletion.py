"""Deletion: its consequences, and its result."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Self

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import plain_name


class Versioning(Enum):
    """Whether a bucket keeps overwritten and deleted objects (GetBucketVersioning)."""

    OFF = "off"
    ENABLED = "enabled"
    SUSPENDED = "suspended"

    @property
    def keeps(self) -> bool:
        """Whether a deletion without version ID only adds a delete marker."""
        return self is not Versioning.OFF


@dataclass(frozen=True, slots=True)
class DeletionCount:
    """What a deletion would delete; size in bytes.

    `objects` counts versions if those are included, `markers` the delete markers. `versioning` is
    None if it can't be read.
    """

    objects: int = 0
    size: int = 0
    markers: int = 0
    versioning: Versioning | None = None


@dataclass(frozen=True, slots=True)
class DeletionChoice:
    """What the user chose to delete: the number of each kind, and the `name` if it is only one.

    `hiding` counts the delete markers that are the latest version, so that the object is hidden.
    """

    objects: int = 0
    versions: int = 0
    markers: int = 0
    hiding: int = 0
    folders: int = 0
    name: str = ""

    @classmethod
    def of(cls, objects: Sequence[ObjectRef], prefixes: Sequence[str]) -> Self:
        """Count objects and prefixes."""
        markers = sum(one.is_marker for one in objects)
        exact = sum(one.version_id is not None for one in objects)
        names = [*(one.key for one in objects[:2]), *prefixes[:2]]
        return cls(
            len(objects) - exact,
            exact - markers,
            markers,
            sum(one.is_marker and one.is_latest for one in objects),
            len(prefixes),
            plain_name(names[0]) if len(names) == 1 else "",
        )

    @property
    def is_exact(self) -> bool:
        """Whether single versions or delete markers were chosen."""
        return self.versions + self.markers > 0


@dataclass(frozen=True, slots=True)
class NotDeleted:
    """An object or version that wasn't deleted, and why."""

    key: str
    version_id: str | None
    error: AppError


MAX_KEPT = 1000
"""Failures kept, to bound memory; `DeletionResult.failed` counts all."""


@dataclass(frozen=True, slots=True)
class DeletionResult:
    """The result of a deletion: `count` were deleted as the server reports, `failed` weren't.

    `left` are still listed under the prefixes though no failure was reported. `complete` is False
    if objects were omitted because of cancellation or of `error`. `markers` are the delete markers
    that S3 added for what was deleted, with their version IDs: without them it is there again.
    Empty if there are too many to keep.
    """

    count: int = 0
    failed: int = 0
    failures: tuple[NotDeleted, ...] = ()
    left: int = 0
    complete: bool = True
    error: AppError | None = None
    markers: tuple[ObjectRef, ...] = ()

    @property
    def all_done(self) -> bool:
        """Whether everything requested was deleted."""
        return self.complete and not self.failed and not self.left

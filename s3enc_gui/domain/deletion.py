"""What deleting would mean, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Self

from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import plain_name


class Versioning(Enum):
    """Whether a bucket keeps what is replaced and deleted (GetBucketVersioning)."""

    OFF = "off"
    ENABLED = "enabled"
    SUSPENDED = "suspended"

    @property
    def keeps(self) -> bool:
        """Whether a plain deletion may leave versions: it only puts a marker over them."""
        return self is not Versioning.OFF


@dataclass(frozen=True, slots=True)
class DeletionCount:
    """What there is to delete; size in bytes.

    `objects` counts versions where those were asked for, `markers` the delete markers besides.
    `versioning` None: nobody may say.
    """

    objects: int = 0
    size: int = 0
    markers: int = 0
    versioning: Versioning | None = None


@dataclass(frozen=True, slots=True)
class DeletionChoice:
    """What the user chose to delete: how many of each kind, and the `name` where it is one thing.

    `hiding`: those of the delete markers that are the newest version, so that the object is hidden.
    """

    objects: int = 0
    versions: int = 0
    markers: int = 0
    hiding: int = 0
    folders: int = 0
    name: str = ""

    @classmethod
    def of(cls, objects: Sequence[ObjectRef], prefixes: Sequence[str]) -> Self:
        """Count them."""
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
        """Whether versions or markers were chosen themselves, rather than what has them."""
        return self.versions + self.markers > 0


@dataclass(frozen=True, slots=True)
class NotDeleted:
    """An object or version that is still there, and why."""

    key: str
    version_id: str | None
    error: AppError


KEPT = 1000
"""Of those that were not deleted are kept; `Deleted.failed` counts them all."""


@dataclass(frozen=True, slots=True)
class DeletionResult:
    """What became of it: `count` are gone as the server says, `failed` are not.

    `left` are still listed under the prefixes, though nothing was said to have failed. `complete`:
    nothing was left out because of a wish to stop, or of the `error` that ended it early.
    """

    count: int = 0
    failed: int = 0
    failures: tuple[NotDeleted, ...] = ()
    left: int = 0
    complete: bool = True
    error: AppError | None = None

    @property
    def all_done(self) -> bool:
        """Whether everything that was asked for is gone."""
        return self.complete and not self.failed and not self.left

"""Several chosen objects as one: what they have in common, and what not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from s3enc_gui.domain.audits.audit import GroupCount, Keys, Summary, group_of
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """What is known of several objects together; two can be added.

    `encryption` has the groups of those that were looked at, `not_looked` counts the others.
    `storage_classes` counts objects. Delete markers are no objects, and counted apart: they have no
    encryption, class or size. `keys` is what KMS told of the keys among them.
    """

    objects: int = 0
    bytes: int = 0
    encryption: Summary = field(default_factory=Summary)
    not_looked: int = 0
    delete_markers: int = 0
    storage_classes: Mapping[str, int] = field(default_factory=dict)
    oldest: datetime | None = None
    newest: datetime | None = None
    keys: Keys = field(default_factory=dict)

    def __add__(self, other: SelectionSummary) -> SelectionSummary:
        """Return both together: a large selection may be counted piece by piece."""
        moments = [
            moment
            for moment in (self.oldest, other.oldest, self.newest, other.newest)
            if moment is not None
        ]
        return SelectionSummary(
            self.objects + other.objects,
            self.bytes + other.bytes,
            Summary.of((*self.encryption.group_counts, *other.encryption.group_counts)),
            self.not_looked + other.not_looked,
            self.delete_markers + other.delete_markers,
            Counter(self.storage_classes) + Counter(other.storage_classes),
            min(moments, default=None),
            max(moments, default=None),
            {**self.keys, **other.keys},
        )

    @property
    def kms_keys(self) -> dict[str | None, int]:
        """How many objects each KMS key guards, by the name S3 gives it; the most first.

        None: those that no KMS key guards, as far as they were seen.
        """
        counts: Counter[str | None] = Counter()
        for group_count in self.encryption.group_counts:
            if group_count.group.kind not in _UNSEEN:
                counts[group_count.group.key] += group_count.objects
        return dict(counts.most_common())


_UNSEEN = frozenset({StatusKind.DENIED, StatusKind.UNKNOWN, StatusKind.GONE})


class _Counts:
    """Objects and bytes of those of which S3 said the same."""

    __slots__ = ("bytes", "looked", "objects")

    def __init__(self, looked: ObjectStatus) -> None:
        self.looked = looked
        self.objects = self.bytes = 0


def summary_of(
    chosen: Iterable[tuple[ListedObject, ObjectStatus | None]], keys: Keys
) -> SelectionSummary:
    """Count objects, each with what was seen of it; None: nobody has looked yet.

    A hundred thousand take some 30 ms, where they share their statuses as those of one job do.
    """
    counts: dict[object, _Counts] = {}
    classes: dict[str, int] = {}
    objects = size = not_looked = markers = 0
    oldest = newest = None
    for listed, looked in chosen:
        modified = listed.modified
        if modified is not None:
            if oldest is None or modified < oldest:
                oldest = modified
            if newest is None or modified > newest:
                newest = modified
        if listed.is_delete_marker:
            markers += 1
            continue
        objects += 1
        size += listed.size
        name = listed.storage_class
        classes[name] = classes.get(name, 0) + 1
        if looked is None:
            not_looked += 1
            continue
        # Statuses are shared by many objects, and to hash one takes long: by its id.
        mark = (looked.kind, id(looked.status), looked.error)
        count = counts.get(mark)
        if count is None:
            count = counts[mark] = _Counts(looked)
        count.objects += 1
        count.bytes += listed.size
    encryption = Summary.of(
        GroupCount(group_of(one.looked, keys), one.objects, one.bytes) for one in counts.values()
    )
    used = {one.group.key for one in encryption.group_counts}
    return SelectionSummary(
        objects,
        size,
        encryption,
        not_looked,
        markers,
        classes,
        oldest,
        newest,
        {name: told for name, told in keys.items() if name in used},
    )

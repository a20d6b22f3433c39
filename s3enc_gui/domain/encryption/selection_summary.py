"""SelectionSummary: what several selected objects have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.groups import NOT_KNOWN, GroupCount, Keys, Summary, group_of
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.listing import ListedObject


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """Totals of several objects; two summaries can be added.

    `encryption` has the groups of the objects whose encryption is known, `unchecked` counts the
    others. `storage_classes` counts objects. Delete markers aren't objects and are counted
    separately. `keys` is what KMS reports for their keys.
    """

    objects: int = 0
    bytes: int = 0
    encryption: Summary = field(default_factory=Summary)
    unchecked: int = 0
    delete_markers: int = 0
    storage_classes: Mapping[str, int] = field(default_factory=dict)
    oldest: datetime | None = None
    newest: datetime | None = None
    keys: Keys = field(default_factory=dict)

    def __add__(self, other: SelectionSummary) -> SelectionSummary:
        """Return the sum: a large selection is counted in chunks."""
        moments = [
            moment
            for moment in (self.oldest, other.oldest, self.newest, other.newest)
            if moment is not None
        ]
        return SelectionSummary(
            self.objects + other.objects,
            self.bytes + other.bytes,
            Summary.of((*self.encryption.group_counts, *other.encryption.group_counts)),
            self.unchecked + other.unchecked,
            self.delete_markers + other.delete_markers,
            Counter(self.storage_classes) + Counter(other.storage_classes),
            min(moments, default=None),
            max(moments, default=None),
            {**self.keys, **other.keys},
        )

    @property
    def kms_keys(self) -> dict[str | None, int]:
        """The number of objects by KMS key (as S3 reports it), most first.

        None stands for objects without a KMS key, as far as they were checked.
        """
        counts: Counter[str | None] = Counter()
        for group_count in self.encryption.group_counts:
            if group_count.group.kind not in _UNKNOWN_KINDS:
                counts[group_count.group.key] += group_count.objects
        return dict(counts.most_common())


_UNKNOWN_KINDS = NOT_KNOWN | {StatusKind.GONE}


class _Counts:
    """Objects and bytes of one status."""

    __slots__ = ("bytes", "objects", "reported")

    def __init__(self, reported: ObjectStatus) -> None:
        self.reported = reported
        self.objects = self.bytes = 0


def summary_of(
    chosen: Iterable[tuple[ListedObject, ObjectStatus | None]], keys: Keys
) -> SelectionSummary:
    """Count objects, each with its status; None if it isn't known yet.

    Takes about 30 ms for 100,000 objects that share status instances, as those of one job do.
    """
    counts: dict[object, _Counts] = {}
    classes: dict[str, int] = {}
    objects = size = unchecked = markers = 0
    oldest = newest = None
    for listed, reported in chosen:
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
        size += listed.known_size
        name = listed.storage_class
        classes[name] = classes.get(name, 0) + 1
        if reported is None:
            unchecked += 1
            continue
        # Statuses are shared by many objects and slow to hash: use their id.
        mark = (reported.kind, id(reported.status), reported.error)
        count = counts.get(mark)
        if count is None:
            count = counts[mark] = _Counts(reported)
        count.objects += 1
        count.bytes += listed.known_size
    encryption = Summary.of(
        GroupCount(group_of(one.reported, keys), one.objects, one.bytes) for one in counts.values()
    )
    used = {one.group.key for one in encryption.group_counts}
    return SelectionSummary(
        objects,
        size,
        encryption,
        unchecked,
        markers,
        classes,
        oldest,
        newest,
        {name: key for name, key in keys.items() if name in used},
    )

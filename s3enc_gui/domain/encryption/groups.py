"""Groups of objects that are encrypted alike, and their counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.object_details import UNUSABLE_KEY_STATES
from s3enc_gui.domain.encryption.status import NOT_REPORTED
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind

UNREADABLE = frozenset({StatusKind.DENIED, StatusKind.UNKNOWN})
"""Kinds of objects whose encryption couldn't be read."""

NOT_KNOWN = UNREADABLE | {StatusKind.NOT_REPORTED}
"""Kinds of objects of which nobody can tell whether they are encrypted."""


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A KMS key as S3 reports it, with what KMS reports; None if unknown.

    `state` is `KeyState` of KMS, or KEY_NOT_FOUND.
    """

    name: str
    arn: str | None = None
    aliases: tuple[str, ...] = ()
    is_aws_s3: bool | None = None
    state: str | None = None


Keys = Mapping[str, NamedKey]
"""KMS keys by the name that S3 reports."""


@dataclass(frozen=True, slots=True)
class Group:
    """Objects with the same encryption.

    `algorithm` is that of S3, also under client-side encryption. `key` is the KMS key as S3 reports
    it, `error` the code if the encryption couldn't be read. `algorithm` is NOT_REPORTED under
    client-side encryption on a server that doesn't report its own.
    """

    kind: StatusKind
    key: str | None = None
    algorithm: str | None = None
    error: str = ""


def group_of(reported: ObjectStatus, keys: Keys) -> Group:
    """Return the group of an object, by its status."""
    status = reported.status
    if status is None:
        return Group(reported.kind, error=reported.error)
    hidden = status.unreported and reported.kind is StatusKind.CLIENT_SIDE
    algorithm = NOT_REPORTED if hidden else status.algorithm
    return explained(Group(reported.kind, status.key, algorithm), keys)


def explained(group: Group, keys: Keys) -> Group:
    """Return the group as SSE_KMS_AWS if KMS reports that its key is aws/s3."""
    named = keys.get(group.key or "")
    if group.kind is StatusKind.SSE_KMS and named and named.is_aws_s3:
        return replace(group, kind=StatusKind.SSE_KMS_AWS)
    return group


def unusable_key_state(group: Group, keys: Keys) -> str:
    """Return the state of the group's KMS key if S3 can't decrypt with it now; else empty."""
    named = keys.get(group.key or "")
    state = (named.state if named else None) or ""
    return state if state in UNUSABLE_KEY_STATES else ""


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The number of objects of a group, and their total size in bytes."""

    group: Group
    objects: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The groups, largest first; versions count as objects if they were audited."""

    group_counts: tuple[GroupCount, ...] = ()

    @classmethod
    def of(cls, group_counts: Iterable[GroupCount]) -> Summary:
        """Return the counts added up by group."""
        sums: dict[Group, tuple[int, int]] = {}
        for one in group_counts:
            objects, size = sums.get(one.group, (0, 0))
            sums[one.group] = objects + one.objects, size + one.bytes
        added = (GroupCount(group, *both) for group, both in sums.items())
        return cls(tuple(sorted(added, key=lambda one: (-one.objects, _name(one.group)))))

    @property
    def objects(self) -> int:
        """The number of all objects."""
        return sum(one.objects for one in self.group_counts)

    @property
    def bytes(self) -> int:
        """The total size of all objects in bytes."""
        return sum(one.bytes for one in self.group_counts)

    def of_kinds(self, *kinds: StatusKind) -> int:
        """Return the number of objects of these kinds."""
        return sum(one.objects for one in self.group_counts if one.group.kind in kinds)

    @property
    def not_reported(self) -> int:
        """The number of objects whose encryption the server doesn't report."""
        return self.of_kinds(StatusKind.NOT_REPORTED)

    @property
    def unreadable(self) -> int:
        """The number of objects whose encryption couldn't be read."""
        return self.of_kinds(*UNREADABLE)


def _name(group: Group) -> tuple[str, ...]:
    return group.kind.value, group.key or "", group.algorithm or "", group.error

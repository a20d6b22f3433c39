"""An audit: how each object of a bucket is encrypted, counted and judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import (
    AWS_S3_ALIAS,
    KeyForm,
    KeyReference,
    parse_key_reference,
)
from s3enc_gui.domain.listing import ListedObject

NOT_SEEN = frozenset({StatusKind.DENIED, StatusKind.UNKNOWN})
"""Kinds that say nothing of the object: it could not be looked at."""


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A KMS key as S3 named it on objects, with what KMS told; None: nobody could say."""

    name: str
    arn: str | None = None
    aliases: tuple[str, ...] = ()
    is_aws_s3: bool | None = None


Keys = Mapping[str, NamedKey]
"""The keys met, by the name S3 gave them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Objects that are encrypted alike; `algorithm` is S3's word, also below client-side.

    `key` is the KMS key as S3 names it, `error` the code where an object could not be looked at.
    """

    kind: StatusKind
    key: str | None = None
    algorithm: str | None = None
    error: str = ""


def group_of(looked: ObjectStatus, keys: Keys) -> Group:
    """Return the group of an object."""
    status = looked.status
    if status is None:
        return Group(looked.kind, error=looked.error)
    return explained(Group(looked.kind, status.key, status.algorithm), keys)


def explained(group: Group, keys: Keys) -> Group:
    """Return the group with aws/s3 told from keys of one's own, where KMS said so."""
    named = keys.get(group.key or "")
    if group.kind is StatusKind.SSE_KMS and named and named.is_aws_s3:
        return replace(group, kind=StatusKind.SSE_KMS_AWS)
    return group


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many objects of a group there are, and their bytes together."""

    group: Group
    objects: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The groups, the largest first; versions count as objects where they were asked for."""

    group_counts: tuple[GroupCount, ...] = ()

    @classmethod
    def of(cls, group_counts: Iterable[GroupCount]) -> Summary:
        """Add up what belongs to the same group."""
        sums: dict[Group, tuple[int, int]] = {}
        for one in group_counts:
            objects, size = sums.get(one.group, (0, 0))
            sums[one.group] = objects + one.objects, size + one.bytes
        added = (GroupCount(group, *both) for group, both in sums.items())
        return cls(tuple(sorted(added, key=lambda one: (-one.objects, _name(one.group)))))

    @property
    def objects(self) -> int:
        """All objects."""
        return sum(one.objects for one in self.group_counts)

    @property
    def bytes(self) -> int:
        """The bytes of all objects."""
        return sum(one.bytes for one in self.group_counts)

    def of_kinds(self, *kinds: StatusKind) -> int:
        """Return how many objects are of these kinds."""
        return sum(one.objects for one in self.group_counts if one.group.kind in kinds)

    @property
    def not_seen(self) -> int:
        """How many objects could not be looked at."""
        return self.of_kinds(*NOT_SEEN)


class Compliance(Enum):
    """Whether an object is encrypted as it must be."""

    COMPLIES = "complies"
    VIOLATES = "does not comply"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What every object must have: an algorithm, and with it perhaps a certain KMS key.

    `arn` is what KMS resolved the key to: an alias is compared by it alone.
    """

    algorithm: str
    key: KeyReference | None = None
    arn: str | None = None

    def __str__(self) -> str:
        """Return it as it was typed."""
        return f"{self.algorithm}={self.key.text}" if self.key else self.algorithm

    def judge(self, group: Group, keys: Keys) -> Compliance | None:
        """Judge a group by its server-side encryption; None: the objects are gone."""
        if group.kind is StatusKind.GONE:
            return None
        if group.kind in NOT_SEEN:
            return Compliance.CANNOT_TELL
        if group.algorithm != self.algorithm:
            return Compliance.VIOLATES
        if self.key is None:
            return Compliance.COMPLIES
        return self._judge_key(self.key, keys.get(group.key or ""), group)

    def _judge_key(self, wanted: KeyReference, named: NamedKey | None, group: Group) -> Compliance:
        named = named or NamedKey(group.key or "")
        if wanted.is_aws_s3:
            known = True if group.kind is StatusKind.SSE_KMS_AWS else named.is_aws_s3
            return _JUDGEMENTS[known]
        found = named.arn or named.name
        if not found:
            return Compliance.CANNOT_TELL
        if wanted.form is KeyForm.KEY_ID:
            return _JUDGEMENTS[found.rpartition("/")[2].lower() == wanted.name]
        arn = wanted.text if wanted.form is KeyForm.KEY_ARN else self.arn
        if arn is None or not found.startswith("arn:"):  # an id says nothing of its account
            known = None if arn is None or arn.endswith(f"/{found}") else False
            return _JUDGEMENTS[known]
        return _JUDGEMENTS[found == arn]


_JUDGEMENTS = {
    True: Compliance.COMPLIES,
    False: Compliance.VIOLATES,
    None: Compliance.CANNOT_TELL,
}
_ALGORITHMS = tuple(kind.value for kind in Encryption if kind is not Encryption.BUCKET_DEFAULT)


def parse_requirement(text: str) -> Requirement:
    """Read `AES256`, `aws:kms`, `aws:kms=KEY`, `aws:kms:dsse` or `aws:kms:dsse=KEY`.

    KEY is a key ARN, alias ARN, key id or `alias/NAME`; `aws:kms` alone takes any key. Raises
    AppError.
    """
    algorithm, equals, key = text.strip().partition("=")
    if algorithm not in _ALGORITHMS:
        raise _usage(f"“{algorithm}” is none of {', '.join(_ALGORITHMS)}.")
    if not equals:
        return Requirement(algorithm)
    if not Encryption(algorithm).uses_kms:
        raise _usage(f"{algorithm} has no KMS key.")
    return Requirement(algorithm, parse_key_reference(AWS_S3_ALIAS if key == "aws/s3" else key))


def _usage(detail: str) -> AppError:
    hint = "Give AES256, aws:kms, aws:kms=KEY, aws:kms:dsse or aws:kms:dsse=KEY."
    return AppError("This cannot be required", detail, hint, code="Usage")


_WORST = (StatusKind.NONE, StatusKind.UNKNOWN, StatusKind.DENIED)


def odd_groups(
    summary: Summary, requirement: Requirement | None = None, keys: Keys | None = None
) -> tuple[Group, ...]:
    """Return the groups that ask for a look, the one that asks most first.

    With a requirement those that do not surely comply. Without one all but the largest group of
    encrypted objects: not encrypted ones first, then those nobody could look at, then the rarest.
    """
    groups = [one.group for one in reversed(summary.group_counts)]  # the rarest first
    groups = [group for group in groups if group.kind is not StatusKind.GONE]
    if requirement is None:
        common = next((group for group in reversed(groups) if group.kind not in _WORST), None)
        return tuple(sorted((group for group in groups if group != common), key=_concern))
    judged = {group: requirement.judge(group, keys or {}) for group in groups}
    odd = [group for group in groups if judged[group] is not Compliance.COMPLIES]
    doubtful = {group: judged[group] is Compliance.CANNOT_TELL for group in odd}
    return tuple(sorted(odd, key=lambda group: (doubtful[group], _concern(group))))


def _concern(group: Group) -> int:
    return _WORST.index(group.kind) if group.kind in _WORST else len(_WORST)


def _name(group: Group) -> tuple[str, ...]:
    return group.kind.value, group.key or "", group.algorithm or "", group.error


@dataclass(frozen=True, slots=True)
class AuditScope:
    """What an audit looks at."""

    bucket: str
    prefix: str = ""
    versions: bool = False


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """An audit as a whole; `default` None: the bucket's default encryption may not be read.

    `ended` None: it was interrupted. `delete_markers` are versions without an object.
    """

    scope: AuditScope
    started: datetime
    ended: datetime | None = None
    default: BucketEncryption | None = None
    region: str | None = None
    listed: int = 0
    delete_markers: int = 0
    all_listed: bool = False


@dataclass(frozen=True, slots=True)
class Audited:
    """An object of an audit: what was listed of it and what HeadObject said, by its group."""

    listed: ListedObject
    looked: ObjectStatus
    group: Group

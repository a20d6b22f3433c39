"""The dry run: what changing the encryption of objects will take, before anything is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.domain.uploads.parts import MAX_PARTS, MIB

USUAL_PART = 64 * MIB
"""Smallest size of the parts of a copy, in bytes."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests for one object, or for all.

    `writes` are billed as PUT or COPY, `reads` as GET or HEAD. `kms` are requests to AWS KMS; with
    an S3 Bucket Key there are fewer.
    """

    writes: int = 0
    reads: int = 0
    kms: int = 0

    def __add__(self, other: Cost) -> Cost:
        """Return the sum."""
        return Cost(self.writes + other.writes, self.reads + other.reads, self.kms + other.kms)


def part_count(size: int, least: int = USUAL_PART) -> int:
    """Return the number of parts of a copy."""
    needed = -(-size // MAX_PARTS)
    part = max(least, -(-needed // MIB) * MIB)
    return max(1, -(-size // part))


def cost_of(
    way: Way, before: EncryptionStatus | None, target: Target | None, parts: int = 1
) -> Cost:
    """Return the requests that change one object; it is read before and afterwards.

    A copy reads tags and checksum of both; the checksum of a KMS object takes a request to KMS.
    """
    if target is None or way in (Way.NOTHING, Way.CANNOT):
        return Cost()
    source = _uses_kms(before.algorithm if before else None)
    new = target.kind.uses_kms
    match way:
        case Way.UPDATE:
            return Cost(1, 2, source + new)
        case Way.COPY:
            return Cost(1, 4, 2 * source + 2 * new)
        case _:  # CreateMultipartUpload, the parts, CompleteMultipartUpload
            return Cost(parts + 2, 4, (parts + 1) * source + (parts + 3) * new)


def _uses_kms(algorithm: str | None) -> bool:
    return algorithm in (Encryption.SSE_KMS.value, Encryption.DSSE_KMS.value)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of objects, and their size in bytes."""

    objects: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class FormerContexts:
    """The encryption contexts of objects that an undo brings back to AWS KMS, by copying.

    `restored` objects get the one that they had, of `unknown` ones it isn't known.
    """

    restored: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class DryRun:
    """What was found, by way and reason.

    `versioned`: whether the bucket keeps versions; None: not known. `client_side` is the number of
    objects that were encrypted before the upload: that encryption stays. `old_versions` is the
    number of older versions among the objects. `contexts` is None unless a run is undone.
    """

    counts: Mapping[Choice, Count] = field(default_factory=dict)
    cost: Cost = Cost()
    versioned: bool | None = None
    client_side: int = 0
    old_versions: int = 0
    contexts: FormerContexts | None = None

    def of(self, ways: Collection[Way]) -> Count:
        """Count the objects of some ways."""
        found = [count for choice, count in self.counts.items() if choice.way in ways]
        return Count(sum(one.objects for one in found), sum(one.bytes for one in found))

    @property
    def all(self) -> Count:
        """Count everything that was found."""
        return self.of(tuple(Way))

    @property
    def changes(self) -> Count:
        """Count what will be changed."""
        return self.of(CHANGING)

    @property
    def copies(self) -> Count:
        """Count what will be copied onto itself."""
        return self.of(COPYING)

    @property
    def reasons(self) -> Mapping[Reason, Count]:
        """Count what can't be changed, by reason."""
        return {
            choice.reason: count
            for choice, count in self.counts.items()
            if choice.way is Way.CANNOT
        }


COPYING = (Way.COPY, Way.PARTS)
CHANGING = (Way.UPDATE, *COPYING)

"""The result of an audit: its facts and counts, and the judgement of each group."""

from __future__ import annotations

from dataclasses import dataclass, field

from s3enc_gui.domain.audits.audit import (
    AuditFacts,
    Compliance,
    Group,
    Keys,
    Requirement,
    Summary,
    odd_groups,
)
from s3enc_gui.domain.location import Location


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An audit, its counts, and what was required of the objects, if anything was."""

    facts: AuditFacts
    summary: Summary
    keys: Keys = field(default_factory=dict)
    requirement: Requirement | None = None

    @property
    def uri(self) -> str:
        """What was looked at."""
        return Location(self.facts.scope.bucket, self.facts.scope.prefix).uri

    @property
    def is_complete(self) -> bool:
        """Whether it has ended: else what holds for all that was seen need not for all there is."""
        return self.facts.ended is not None

    @property
    def not_yet_seen(self) -> int:
        """How many objects were listed, but not looked at yet."""
        return max(0, self.facts.listed - self.summary.objects)

    @property
    def odd(self) -> tuple[Group, ...]:
        """The groups that ask for a look, the one that asks most first."""
        return odd_groups(self.summary, self.requirement, self.keys)

    def judge(self, group: Group) -> Compliance | None:
        """Judge a group; None where nothing was required, or the objects are gone."""
        return self.requirement.judge(group, self.keys) if self.requirement else None

    def judged(self, compliance: Compliance) -> int:
        """Return how many objects are judged so."""
        group_counts = self.summary.group_counts
        return sum(one.objects for one in group_counts if self.judge(one.group) is compliance)

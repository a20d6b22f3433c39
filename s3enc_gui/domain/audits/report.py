"""The result of an audit: facts, counts, and the compliance of each group."""

from __future__ import annotations

from dataclasses import field

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.audit import AuditFacts, Compliance, Requirement, groups_to_review
from s3enc_gui.domain.encryption.groups import Group, Keys, Summary, unusable_key_state
from s3enc_gui.domain.location import Location


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An audit with its counts and its requirement, if there is one."""

    facts: AuditFacts
    summary: Summary
    keys: Keys = field(default_factory=dict)
    requirement: Requirement | None = None

    @property
    def uri(self) -> str:
        """The `s3://` URI that was audited."""
        return Location(self.facts.scope.bucket, self.facts.scope.prefix).uri

    @property
    def is_complete(self) -> bool:
        """Whether the audit has ended; otherwise there may be further objects."""
        return self.facts.ended is not None

    @property
    def unchecked(self) -> int:
        """The number of objects that were listed but not checked yet."""
        return max(0, self.facts.listed - self.summary.objects)

    @property
    def groups_to_review(self) -> tuple[Group, ...]:
        """The groups that a user should review, most important first."""
        return groups_to_review(self.summary, self.requirement, self.keys)

    @property
    def unusable_keys(self) -> int:
        """The number of objects whose KMS key can't be used now, even if they comply."""
        group_counts = self.summary.group_counts
        return sum(one.objects for one in group_counts if unusable_key_state(one.group, self.keys))

    def judge(self, group: Group) -> Compliance | None:
        """Judge a group; None without a requirement, or if the objects no longer exist."""
        return self.requirement.judge(group, self.keys) if self.requirement else None

    def judged(self, compliance: Compliance) -> int:
        """Return the number of objects with this compliance."""
        group_counts = self.summary.group_counts
        return sum(one.objects for one in group_counts if self.judge(one.group) is compliance)

"""Which objects of an audit to read, and in what order."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Objects whose key contains a text (ASCII letters match in any case), stage after stage.

    Within a stage they are in listing order.
    """

    stages: tuple[frozenset[Group], ...]
    text: str = ""

    @property
    def groups(self) -> frozenset[Group]:
        """The groups of all stages."""
        return frozenset().union(*self.stages)


@dataclass(frozen=True, slots=True)
class AuditCursor:
    """Where the next page begins: after an object (by number) of a stage."""

    stage: int = 0
    number: int = 0


START = AuditCursor()
"""The beginning."""


def query_of(
    report: AuditReport, accepted: StatusFilter = EVERYTHING, text: str = ""
) -> AuditQuery:
    """Return the query for the accepted objects of an audit: those to review first."""
    review = report.groups_to_review
    rest = frozenset(one.group for one in report.summary.group_counts).difference(review)
    stages = [*(frozenset({group}) for group in review), rest]
    filtered = (frozenset(filter(accepted.accepts, stage)) for stage in stages)
    return AuditQuery(tuple(stage for stage in filtered if stage), text)

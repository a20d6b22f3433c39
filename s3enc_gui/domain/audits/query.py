"""Which objects of an audit are wanted, and in what order."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.audits.audit import Group
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Objects whose key holds a text (in ASCII whatever the case), stage after stage.

    In a stage they stand as they were listed.
    """

    stages: tuple[frozenset[Group], ...]
    text: str = ""

    @property
    def groups(self) -> frozenset[Group]:
        """All that are wanted."""
        return frozenset().union(*self.stages)


@dataclass(frozen=True, slots=True)
class AuditCursor:
    """Where in a query the next page begins: behind an object of a stage."""

    stage: int = 0
    number: int = 0


START = AuditCursor()
"""Before everything."""


def query_of(report: AuditReport, wanted: StatusFilter = EVERYTHING, text: str = "") -> AuditQuery:
    """Return the query for what is wanted of an audit: the odd ones first, then all others."""
    odd = report.odd
    rest = frozenset(one.group for one in report.summary.group_counts).difference(odd)
    stages = [*(frozenset({group}) for group in odd), rest]
    accepted = (frozenset(filter(wanted.accepts, stage)) for stage in stages)
    return AuditQuery(tuple(stage for stage in accepted if stage), text)

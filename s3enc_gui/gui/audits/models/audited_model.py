"""Table model of the objects of an audit, loaded page by page."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject

from s3enc_gui.domain.audits.audit import Audited
from s3enc_gui.domain.audits.query import AuditCursor
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.gui.messages.audits import COMPLIANCE_SIGNS, compliance_text
from s3enc_gui.gui.messages.locale import short_time, size_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.messages.status import group_sign, group_text
from s3enc_gui.gui.models.growing_model import GrowingModel
from s3enc_gui.i18n import N_, _, ngettext
from s3enc_gui.jobs.audits.past_audits import AuditedPage
from s3enc_gui.wording.formats import NOTHING


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    VERSION = 1
    SIZE = 2
    MODIFIED = 3
    ENCRYPTION = 4
    COMPLIANCE = 5


class AuditedModel(GrowingModel):
    """One row per object."""

    TITLES = (
        N_("Name"),
        N_("Version"),
        N_("Size"),
        N_("Modified"),
        N_("Encryption"),
        N_("Compliance"),
    )
    NUMBERS = frozenset({Column.SIZE})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Audited] = []
        self._report: AuditReport | None = None
        self._group_texts: dict[Group, str] = {}
        self._next: AuditCursor | None = None

    @property
    def next(self) -> AuditCursor | None:
        """Where the next page begins; None: no more pages."""
        return self._next if self._more else None

    def show(self, report: AuditReport, page: AuditedPage) -> None:
        """Show the first page."""
        self._report, self._group_texts, self._next = report, {}, page.next
        self._begin(page.objects, more=page.next is not None)

    def clear(self) -> None:
        """Remove all rows."""
        self._report = self._next = None
        self._begin((), more=False)

    def add(self, page: AuditedPage) -> None:
        """Append the next page."""
        self._next = page.next
        self._append(page.objects, more=page.next is not None)

    def audited(self, row: int) -> Audited:
        """Return the object of a row."""
        return self._rows[row]

    def _text(self, row: Audited, column: int) -> str:
        match column:
            case Column.NAME:
                return row.listed.key
            case Column.VERSION:
                return row.listed.version_id or NOTHING
            case Column.SIZE:
                return size_text(row.listed.size)
            case Column.MODIFIED:
                return short_time(row.listed.modified)
            case Column.ENCRYPTION:
                return self._group_text(row.group)
        return compliance_text(self._report.judge(row.group) if self._report else None)

    def _tip(self, row: Audited, column: int) -> str:
        if column == Column.SIZE:
            return exact_size(row.listed.size)
        if column == Column.ENCRYPTION:
            reported = _("Reported by S3 at {time}.").format(time=short_time(row.reported.at))
            lines = (self._group_text(row.group), row.group.key, reported)
            return "\n".join(filter(None, lines))
        return self._text(row, column)

    def _sign(self, row: Audited, column: int) -> StateIcon | None:
        if column == Column.ENCRYPTION:
            return group_sign(row.group, self._report.keys if self._report else {})
        if column == Column.COMPLIANCE and self._report and self._report.requirement:
            return COMPLIANCE_SIGNS[self._report.judge(row.group)]
        return None

    def _group_text(self, group: Group) -> str:
        if group not in self._group_texts:
            keys = self._report.keys if self._report else {}
            self._group_texts[group] = group_text(group, keys)
        return self._group_texts[group]


def exact_size(size: int) -> str:
    """Return a number of bytes, not rounded."""
    if size < 0:
        return size_text(size)
    return ngettext("{count:,} byte", "{count:,} bytes", size).format(count=size)

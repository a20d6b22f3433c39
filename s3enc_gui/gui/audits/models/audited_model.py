"""The objects of an audit as a table that grows as one scrolls."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from s3enc_gui.domain.audits.audit import Audited, Group
from s3enc_gui.domain.audits.query import AuditCursor
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.audits import COMPLIANCE_SIGNS, compliance_text
from s3enc_gui.gui.messages.locale import moment_text, size_text
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.messages.status import group_sign, group_text
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.growing_model import GrowingModel
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.rows_model import RIGHT
from s3enc_gui.jobs.audits.past_audits import AuditedPage
from s3enc_gui.wording.formats import NOTHING

_Role = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    VERSION = 1
    SIZE = 2
    MODIFIED = 3
    ENCRYPTION = 4
    COMPLIANCE = 5


class AuditedModel(GrowingModel):
    """A row an object."""

    TITLES = ("Name", "Version", "Size", "Modified", "Encryption", "Judgement")
    NUMBERS = frozenset({Column.SIZE})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Audited] = []
        self._report: AuditReport | None = None
        self._words: dict[Group, str] = {}
        self._next: AuditCursor | None = None

    @property
    def next(self) -> AuditCursor | None:
        """Where the next page begins; None: there are no more."""
        return self._next if self._more else None

    def show(self, report: AuditReport, page: AuditedPage) -> None:
        """Show the first page of what was found."""
        self._report, self._words, self._next = report, {}, page.next
        self._begin(page.objects, more=page.next is not None)

    def clear(self) -> None:
        """Show nothing."""
        self._report = self._next = None
        self._begin((), more=False)

    def add(self, page: AuditedPage) -> None:
        """Append the next page."""
        self._next = page.next
        self._append(page.objects, more=page.next is not None)

    def audited(self, row: int) -> Audited:
        """Return the object of a row."""
        return self._rows[row]

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return text, icon or tool tip of a cell; OBJECT is the Audited."""
        if not index.isValid():
            return None
        one, column = self._rows[index.row()], Column(index.column())
        if role == roles.OBJECT:
            return one
        if role == _Role.DisplayRole:
            return self._text(one, column)
        if role == _Role.ToolTipRole:
            return plain_tip(self._tip(one, column))
        if role == _Role.TextAlignmentRole and column in self.NUMBERS:
            return RIGHT
        if role == _Role.DecorationRole:
            return self._icon(one, column)
        return None

    def _text(self, one: Audited, column: Column) -> str:
        if column is Column.NAME:
            return one.listed.key
        if column is Column.VERSION:
            return one.listed.version_id or NOTHING
        if column is Column.SIZE:
            return size_text(one.listed.size)
        if column is Column.MODIFIED:
            return moment_text(one.listed.modified)
        if column is Column.ENCRYPTION:
            return self._encryption(one.group)
        return compliance_text(self._report.judge(one.group) if self._report else None)

    def _icon(self, one: Audited, column: Column) -> object:
        if column is Column.ENCRYPTION:
            sign = group_sign(one.group)
        elif column is Column.COMPLIANCE and self._report and self._report.requirement:
            sign = COMPLIANCE_SIGNS[self._report.judge(one.group)]
        else:
            return None
        return icon(sign.icon, sign.tone)

    def _tip(self, one: Audited, column: Column) -> str:
        if column is Column.SIZE:
            return self.tr("{:,} bytes").format(one.listed.size)
        if column is Column.ENCRYPTION:
            words = [self._encryption(one.group), one.group.key or ""]
            words.append(self.tr("S3 said so {}.").format(moment_text(one.looked.at)))
            return "\n".join(filter(None, words))
        return self._text(one, column)

    def _encryption(self, group: Group) -> str:
        if group not in self._words:
            self._words[group] = group_text(group, self._report.keys if self._report else {})
        return self._words[group]

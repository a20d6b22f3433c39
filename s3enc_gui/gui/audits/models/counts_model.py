"""The counts of an audit by encryption, as a small table."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from s3enc_gui.domain.audits.audit import GroupCount
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.audits import COMPLIANCE_SIGNS, compliance_text
from s3enc_gui.gui.messages.locale import count_text, size_text
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.messages.status import group_sign, group_text
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.rows_model import RIGHT, RowsModel
from s3enc_gui.wording.formats import format_share

_Role = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    ENCRYPTION = 0
    OBJECTS = 1
    SHARE = 2
    BYTES = 3
    COMPLIANCE = 4


class CountsModel(RowsModel):
    """A row a group of objects that are encrypted alike, the largest first."""

    TITLES = ("Encryption", "Objects", "Share", "Bytes", "Judgement")
    NUMBERS = frozenset({Column.OBJECTS, Column.SHARE, Column.BYTES})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[GroupCount] = []
        self._report: AuditReport | None = None

    def show(self, report: AuditReport | None) -> None:
        """Show the counts of an audit; None: nothing."""
        self.beginResetModel()
        self._report = report
        self._rows = list(report.summary.group_counts) if report else []
        self.endResetModel()

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return text, icon or tool tip of a cell; OBJECT is the Tally."""
        if not index.isValid() or self._report is None:
            return None
        one, column = self._rows[index.row()], Column(index.column())
        if role == roles.OBJECT:
            return one
        if role == _Role.DisplayRole:
            return self._text(self._report, one, column)
        if role == _Role.ToolTipRole:
            return plain_tip(self._tip(self._report, one, column))
        if role == _Role.TextAlignmentRole and column in self.NUMBERS:
            return RIGHT
        if role == _Role.DecorationRole:
            return self._icon(self._report, one, column)
        return None

    def _text(self, report: AuditReport, one: GroupCount, column: Column) -> str:
        if column is Column.ENCRYPTION:
            return group_text(one.group, report.keys)
        if column is Column.OBJECTS:
            return count_text(one.objects)
        if column is Column.SHARE:
            return format_share(one.objects, report.summary.objects)
        if column is Column.BYTES:
            return size_text(one.bytes)
        return compliance_text(report.judge(one.group))

    def _tip(self, report: AuditReport, one: GroupCount, column: Column) -> str:
        if column is Column.BYTES:
            return self.tr("{:,} bytes").format(one.bytes)
        if column is Column.ENCRYPTION and one.group.key:
            return f"{group_text(one.group, report.keys)}\n{one.group.key}"
        return self._text(report, one, column)

    def _icon(self, report: AuditReport, one: GroupCount, column: Column) -> object:
        if column is Column.ENCRYPTION:
            sign = group_sign(one.group)
        elif column is Column.COMPLIANCE and report.requirement:
            sign = COMPLIANCE_SIGNS[report.judge(one.group)]
        else:
            return None
        return icon(sign.icon, sign.tone)

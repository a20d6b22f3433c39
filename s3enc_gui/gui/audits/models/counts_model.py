"""Table model of the counts of an audit by encryption."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QObject

from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import GroupCount
from s3enc_gui.gui.audits.models.audited_model import exact_size
from s3enc_gui.gui.messages.audits import COMPLIANCE_SIGNS, compliance_text
from s3enc_gui.gui.messages.locale import count_text, size_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.messages.status import group_sign, group_text
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_
from s3enc_gui.wording.formats import format_share


class Column(IntEnum):
    """The columns, from left to right."""

    ENCRYPTION = 0
    OBJECTS = 1
    SHARE = 2
    BYTES = 3
    COMPLIANCE = 4


class CountsModel(RowsModel):
    """One row per group of equally encrypted objects, the largest first."""

    TITLES = (N_("Encryption"), N_("Objects"), N_("Share"), N_("Size"), N_("Compliance"))
    NUMBERS = frozenset({Column.OBJECTS, Column.SHARE, Column.BYTES})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[GroupCount] = []
        self._report: AuditReport | None = None

    def show(self, report: AuditReport | None) -> None:
        """Show the counts of an audit; None: no rows."""
        self.beginResetModel()
        self._report = report
        self._rows = list(report.summary.group_counts) if report else []
        self.endResetModel()

    def _text(self, row: GroupCount, column: int) -> str:
        report = self._report
        if report is None:
            return ""
        match column:
            case Column.ENCRYPTION:
                return group_text(row.group, report.keys)
            case Column.OBJECTS:
                return count_text(row.objects)
            case Column.SHARE:
                return format_share(row.objects, report.summary.objects)
            case Column.BYTES:
                return size_text(row.bytes)
        return compliance_text(report.judge(row.group))

    def _tip(self, row: GroupCount, column: int) -> str:
        if column == Column.BYTES:
            return exact_size(row.bytes)
        if column == Column.ENCRYPTION and row.group.key:
            return f"{self._text(row, column)}\n{row.group.key}"
        return self._text(row, column)

    def _sign(self, row: GroupCount, column: int) -> StateIcon | None:
        if column == Column.ENCRYPTION:
            return group_sign(row.group, self._report.keys if self._report else {})
        if column == Column.COMPLIANCE and self._report and self._report.requirement:
            return COMPLIANCE_SIGNS[self._report.judge(row.group)]
        return None

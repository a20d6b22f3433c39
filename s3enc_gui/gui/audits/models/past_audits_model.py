"""The audits that were made, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt

from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.audits import past_sign, past_text
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.jobs.audits.past_audits import PastAudit

_Role = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    PLACE = 0
    STATE = 1


class PastAuditsModel(RowsModel):
    """A row an audit, the newest first."""

    TITLES = ("Place", "Audited")

    def show(self, audits: Sequence[PastAudit]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = list(audits)
        self.endResetModel()

    def audit(self, row: int) -> PastAudit:
        """Return the audit of a row."""
        audit: PastAudit = self._rows[row]
        return audit

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return text, icon or tool tip of a cell; OBJECT is the PastAudit."""
        if not index.isValid():
            return None
        audit = self.audit(index.row())
        if role == roles.OBJECT:
            return audit
        if role == _Role.DisplayRole:
            return past_text(audit)[index.column()]
        if role == _Role.ToolTipRole:
            return plain_tip(past_text(audit)[index.column()])
        if role == _Role.DecorationRole and index.column() == Column.STATE:
            sign = past_sign(audit)
            return icon(sign.icon, sign.tone)
        return None

"""Table model of past audits."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from s3enc_gui.gui.messages.audits import past_sign, past_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_
from s3enc_gui.jobs.audits.past_audits import PastAudit


class Column(IntEnum):
    """The columns, from left to right."""

    LOCATION = 0
    STATE = 1


class PastAuditsModel(RowsModel):
    """One row per audit, the newest first."""

    TITLES = (N_("Location"), N_("Audited"))

    def show(self, audits: Sequence[PastAudit]) -> None:
        """Show these audits."""
        self.beginResetModel()
        self._rows = list(audits)
        self.endResetModel()

    @property
    def audits(self) -> tuple[PastAudit, ...]:
        """The audits shown."""
        return tuple(self._rows)

    def audit(self, row: int) -> PastAudit:
        """Return the audit of a row."""
        audit: PastAudit = self._rows[row]
        return audit

    def _text(self, row: PastAudit, column: int) -> str:
        return past_text(row)[column]

    def _sign(self, row: PastAudit, column: int) -> StateIcon | None:
        return past_sign(row) if column == Column.STATE else None

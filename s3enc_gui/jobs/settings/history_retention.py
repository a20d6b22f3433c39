"""Reads and saves how long receipts are kept."""

from __future__ import annotations

from datetime import UTC, datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.retention import Retention
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors
from s3enc_gui.store.paths import journal_path


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """How long receipts are kept, the file they are in, and how many each choice would remove."""

    retention: Retention
    path: str
    expired: dict[Retention, int]


@dataclass(frozen=True, slots=True)
class ReadHistorySettings:
    """Read the setting, and count."""

    def run(self, context: Context) -> HistorySettings:
        """Return it. Raises AppError."""
        journal, now = context.services.journal, datetime.now(UTC)
        expired = {
            one: journal.count_receipts(ReceiptQuery(until=before)) if before else 0
            for one, before in ((one, one.oldest(now)) for one in Retention)
        }
        retention = context.services.settings.history_retention()
        return HistorySettings(retention, str(journal_path()), expired)


@dataclass(frozen=True, slots=True)
class SetRetention:
    """Save the setting. Receipts are removed when the program starts the next time."""

    retention: Retention

    def run(self, context: Context) -> Retention:
        """Return the setting. Raises AppError if it can't be saved."""
        with settings_errors(text("The setting for the history isn't saved")):
            context.services.settings.set_history_retention(self.retention)
        return self.retention

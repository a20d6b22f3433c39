"""Reads and saves how long receipts, and the logs of changes of encryption, are kept."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.retention import Retention
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors
from s3enc_gui.store.paths import journal_path, reencryptions_path
from s3enc_gui.store.reencryption.over import over_times


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """How long receipts are kept, the file they are in, and how many each choice would remove.

    `expired_runs` are the changes of encryption whose logs it would remove.
    """

    retention: Retention
    path: str
    expired: dict[Retention, int]
    expired_runs: dict[Retention, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadHistorySettings:
    """Read the setting, and count."""

    def run(self, context: Context) -> HistorySettings:
        """Return it. Raises AppError."""
        journal, now = context.services.journal, datetime.now(UTC)
        oldest = {one: one.oldest(now) for one in Retention}
        expired = {
            one: journal.count_receipts(ReceiptQuery(until=before)) if before else 0
            for one, before in oldest.items()
        }
        over = over_times(reencryptions_path())
        runs = {
            one: sum(since < before for since in over) if before else 0
            for one, before in oldest.items()
        }
        retention = context.services.settings.history_retention()
        return HistorySettings(retention, str(journal_path()), expired, runs)


@dataclass(frozen=True, slots=True)
class SetRetention:
    """Save the setting. Receipts and logs are removed when the program starts the next time."""

    retention: Retention

    def run(self, context: Context) -> Retention:
        """Return the setting. Raises AppError if it can't be saved."""
        with settings_errors(text("The setting for the history isn't saved")):
            context.services.settings.set_history_retention(self.retention)
        return self.retention

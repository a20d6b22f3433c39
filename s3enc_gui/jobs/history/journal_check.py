"""Opens the journal and reports its problems."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class JournalState:
    """`kept`: the journal is a file, not in memory; `problem` is for the user."""

    kept: bool
    problem: AppError | None = None


@dataclass(frozen=True, slots=True)
class CheckJournal:
    """Open the journal if it isn't open, and check it."""

    def run(self, context: Context) -> JournalState:
        """Return the state of the journal. Raises AppError if it can't be opened."""
        services = context.services
        journal = services.journal
        cause = services.journal_problem
        if cause is not None:
            problem = AppError(
                text("Can't save the transfer journal on this disk"),
                str(cause),
                text(
                    "Uploads work, but they can't be resumed after S3enc ends, and their "
                    "receipts aren't saved."
                ),
                code=cause.code,
            )
            return JournalState(kept=False, problem=problem)
        if journal.damaged is not None:
            return JournalState(
                kept=True,
                problem=AppError(
                    text("The transfer journal was damaged"),
                    text(
                        "S3enc moved it to {path} and created a new journal.", path=journal.damaged
                    ),
                    text(
                        "Earlier receipts aren't shown, and interrupted uploads can't be resumed:"
                        " upload these files again."
                    ),
                    code="JournalDamaged",
                ),
            )
        return JournalState(journal.is_kept)

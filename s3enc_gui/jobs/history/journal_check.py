"""Whether the journal does what it is there for."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context


@dataclass(frozen=True, slots=True)
class JournalState:
    """`kept`: what it holds outlives the program; `problem` is what the user should know."""

    kept: bool
    problem: AppError | None = None


@dataclass(frozen=True, slots=True)
class CheckJournal:
    """Open the journal where it is not open yet, and tell what is wrong with it."""

    def run(self, context: Context) -> JournalState:
        """Return its state. Raises AppError where there is none at all."""
        services = context.services
        journal = services.journal
        cause = services.journal_problem
        if cause is not None:
            problem = AppError(
                "Uploads are not noted down on this disk",
                str(cause),
                "They are sent all the same, but cannot be resumed once S3enc has ended, and their"
                " receipts are not kept.",
                code=cause.code,
            )
            return JournalState(kept=False, problem=problem)
        if journal.damaged is not None:
            return JournalState(
                kept=True,
                problem=AppError(
                    "The journal of transfers was damaged",
                    f"It was put aside as {journal.damaged}, and a new one begun.",
                    "Earlier receipts are not shown, and what was under way cannot be resumed:"
                    " upload it again.",
                    code="JournalDamaged",
                ),
            )
        return JournalState(journal.is_kept)

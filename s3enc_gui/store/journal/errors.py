"""What is the matter with the journal, in words."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.sqlite.errors import SqliteErrors, is_damage

__all__ = ["FULL", "as_app_error", "is_damage", "not_there"]

FULL = AppError(
    "The disk is full: the journal of transfers cannot be written",
    "",
    "Make room. Nothing is sent that could not be written down.",
    "JournalFull",
)
_WORDS = SqliteErrors(
    full=FULL,
    not_writable=AppError(
        "The journal of transfers cannot be written",
        "",
        "See who may write to the folder, and whether the disk is there.",
        "JournalNotWritable",
    ),
    damaged=AppError(
        "The journal of transfers is damaged",
        "",
        "Start the program again: it puts the damaged file aside and begins a new one.",
        "JournalDamaged",
    ),
    busy=AppError(
        "Another program keeps the journal of transfers locked",
        "",
        "Wait for it, or end it.",
        "JournalBusy",
    ),
    other=AppError("The journal of transfers does not work", "", "", "JournalError"),
)

as_app_error = _WORDS.speaking


def not_there(what: str, number: int) -> AppError:
    """Return the words for an id that the journal does not (any longer) know."""
    return AppError(f"The journal has no {what} {number}", "", "", "NotInJournal")

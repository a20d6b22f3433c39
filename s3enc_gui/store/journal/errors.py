"""Errors of the transfer journal."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import Text, text
from s3enc_gui.store.os_errors import CHECK_FOLDER
from s3enc_gui.store.sqlite.errors import SqliteErrors

ERRORS = SqliteErrors(
    full=AppError(
        text("Can't write the transfer journal: the disk is full"),
        hint=text("Free up disk space. S3enc sends nothing that it can't record."),
        code="JournalFull",
    ),
    not_writable=AppError(
        text("Can't write the transfer journal"),
        hint=CHECK_FOLDER,
        code="JournalNotWritable",
    ),
    damaged=AppError(
        text("The transfer journal is damaged"),
        hint=text("Restart S3enc. It moves the damaged file aside and creates a new journal."),
        code="JournalDamaged",
    ),
    busy=AppError(
        text("Another program has locked the transfer journal"),
        hint=text("Wait for it to finish, or close it."),
        code="JournalBusy",
    ),
    other=AppError(text("Can't use the transfer journal"), code="JournalError"),
)


def not_in_journal(title: Text) -> AppError:
    """Return the error for an id that the journal doesn't have (any longer)."""
    return AppError(title, code="NotInJournal")

"""What is the matter with an audit's file, in words."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.sqlite.errors import SqliteErrors

_WORDS = SqliteErrors(
    full=AppError(
        "The disk is full: the audit cannot be written down", "", "Make room.", "AuditFull"
    ),
    not_writable=AppError(
        "The audit's file cannot be written",
        "",
        "See who may write to the folder, and whether the disk is there.",
        "AuditNotWritable",
    ),
    damaged=AppError(
        "The audit's file is damaged", "", "Remove it and begin anew.", "AuditDamaged"
    ),
    busy=AppError(
        "This audit is already under way", "", "Wait for the other one, or end it.", "AuditBusy"
    ),
    other=AppError("The audit's file does not work", "", "", "AuditError"),
)

as_app_error = _WORDS.speaking

"""Errors of audit files."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.store.os_errors import CHECK_FOLDER
from s3enc_gui.store.sqlite.errors import SqliteErrors

ERRORS = SqliteErrors(
    full=AppError(
        text("Can't save the audit: the disk is full"),
        hint=text("Free up disk space."),
        code="AuditFull",
    ),
    not_writable=AppError(
        text("Can't write the audit file"),
        hint=CHECK_FOLDER,
        code="AuditNotWritable",
    ),
    damaged=AppError(
        text("The audit file is damaged"),
        hint=text("Remove it, then start a new audit."),
        code="AuditDamaged",
    ),
    busy=AppError(
        text("This audit is already running"),
        hint=text("Wait for it to finish, or cancel it."),
        code="AuditBusy",
    ),
    other=AppError(text("Can't use the audit file"), code="AuditError"),
)

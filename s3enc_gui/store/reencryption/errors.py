"""Errors of the files of encryption changes."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.store.os_errors import CHECK_FOLDER
from s3enc_gui.store.sqlite.errors import SqliteErrors

ERRORS = SqliteErrors(
    full=AppError(
        text("Can't record the change of encryption: the disk is full"),
        hint=text("Free up disk space."),
        code="ReencryptionFull",
    ),
    not_writable=AppError(
        text("Can't write the file of the change of encryption"),
        hint=CHECK_FOLDER,
        code="ReencryptionNotWritable",
    ),
    damaged=AppError(
        text("The file of the change of encryption is damaged"),
        hint=text("Start a new change: objects that are done are recognized."),
        code="ReencryptionDamaged",
    ),
    busy=AppError(
        text("This change of encryption is already running"),
        hint=text("Wait for it to finish, or pause it."),
        code="ReencryptionBusy",
    ),
    other=AppError(
        text("Can't use the file of the change of encryption"), code="ReencryptionError"
    ),
)

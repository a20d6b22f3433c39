"""The text of an AppError, as the window shows it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.errors import AppError


def error_text(error: AppError) -> tuple[str, str, str]:
    """Return title, detail and hint as they are shown."""
    return tuple(  # type: ignore[return-value]  # three go in, three come out
        QCoreApplication.translate("AppError", text) if text else ""
        for text in (error.title, error.detail, error.hint)
    )

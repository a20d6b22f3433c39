"""Checks a CA bundle before a session uses it."""

from __future__ import annotations

from pathlib import Path

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.s3.network.trust import tls_context


def check_ca_bundle(path: str | None) -> None:
    """Raise AppError for a file that isn't a CA bundle."""
    if path is None:
        return
    try:
        tls_context(path)
    except OSError as error:  # includes ssl.SSLError
        detail = (
            text("{path} contains no certificates.", path=path)
            if Path(path).is_file()
            else text("{path} doesn't exist.", path=path)
        )
        raise AppError(
            text("The CA bundle can't be used"),
            detail,
            text("Choose a file with PEM certificates (--ca-bundle)."),
            code="CaBundle",
        ) from error

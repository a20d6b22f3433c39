"""OSError of the settings file as AppError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.store.os_errors import CHECK_DISK, reason


@contextmanager
def settings_errors(title: AnyText) -> Iterator[None]:
    """Raise OSError of the block as AppError; `title` says what isn't saved."""
    try:
        yield
    except OSError as error:
        detail = text("Can't write the settings: {reason}.", reason=reason(error))
        raise AppError(title, detail, CHECK_DISK, code="Settings") from error

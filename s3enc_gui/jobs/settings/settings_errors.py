"""Keeping settings for the next time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from s3enc_gui.domain.errors import AppError


@contextmanager
def kept(title: str) -> Iterator[None]:
    """Write settings inside. Raises AppError where they are not: `title` says what follows."""
    try:
        yield
    except OSError as error:
        raise AppError(
            title,
            f"The settings cannot be written: {error.strerror or error}.",
            "See whether the disk is full, or who may write to your settings.",
            code="Settings",
        ) from error

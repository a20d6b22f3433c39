"""Foreign errors become AppError here, at the border, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from s3enc_gui.domain.errors import AppError


@contextmanager
def translated(**subject: str) -> Iterator[None]:
    """Raise AppError for whatever botocore raises inside; `subject` names bucket, key …"""
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise app_error(error, **subject) from error


def app_error(error: ClientError | BotoCoreError, **subject: str) -> AppError:
    """Return the words for an error of botocore."""
    if isinstance(error, ClientError):
        body = error.response.get("Error", {})
        return AppError(body.get("Code", ""), body.get("Message", ""), "", body.get("Code", ""))
    return AppError(type(error).__name__, str(error))

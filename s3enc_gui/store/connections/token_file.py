"""Token files that are shared with the AWS CLI: JSON, mode 0600, replaced atomically."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from s3enc_gui.domain.times import iso_time
from s3enc_gui.i18n import text
from s3enc_gui.store.files.atomic_write import write_atomically
from s3enc_gui.store.os_errors import CHECK_DISK, os_errors
from s3enc_gui.store.paths import make_private

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_CANT_SAVE = text("Can't save the sign-in")


def read_token(path: Path) -> Mapping[str, Any]:
    """Return a file's fields; none where it is missing, damaged or can't be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_token(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file. Raises AppError."""
    with os_errors(path, _CANT_SAVE, CHECK_DISK, "SignInCache"):
        make_private(path.parent)
        write_atomically(path, [json.dumps(content)], mode=0o600)


def delete_token(path: Path) -> None:
    """Delete a file, if there is one. Raises AppError."""
    with os_errors(path, _CANT_SAVE, CHECK_DISK, "SignInCache"), suppress(FileNotFoundError):
        path.unlink()


def time_text(time: datetime) -> str:
    """Return a time as the AWS CLI writes it."""
    return time.astimezone(UTC).strftime(_FORMAT)


def time_of(value: str) -> datetime:
    """Parse a time; botocore also writes `UTC` instead of `Z`. Raises ValueError."""
    parsed = iso_time(value.replace("UTC", "Z"))
    if parsed is None:
        raise ValueError(value)
    return parsed

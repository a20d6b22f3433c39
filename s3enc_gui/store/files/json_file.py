"""A small JSON file of this user: read tolerantly, changed under a lock, never lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from threading import Lock
from typing import Any

from s3enc_gui.store.files.atomic_write import write_atomically
from s3enc_gui.store.files.file_lock import locked
from s3enc_gui.store.paths import make_private

_TIMEOUT = 5.0  # seconds to wait while another program saves its changes


class JsonFile:
    """An object in a file that only this user can read; thread-safe. Never contains secrets.

    Each change is made to the file as it is then, while no other S3enc changes it, and only if it
    can be read: what is remembered is never overwritten by defaults. A damaged file is kept as
    `NAME.json.damaged`, so that it can be repaired.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def read(self) -> dict[str, Any]:
        """Return the content; empty if it can't be read."""
        try:
            return _parsed(self._path.read_bytes()) or {}
        except OSError:
            return {}

    @contextmanager
    def changing(self) -> Iterator[dict[str, Any]]:
        """Yield the content to be changed, and save it. Raises OSError; nothing changes then."""
        make_private(self._path.parent)
        with self._lock, locked(self._path.with_suffix(".lock"), _TIMEOUT):
            content = self._read_to_change()
            yield content
            text = json.dumps(content, indent=2, sort_keys=True)
            write_atomically(self._path, [text], mode=0o600)

    def _read_to_change(self) -> dict[str, Any]:
        try:
            found = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        content = _parsed(found)
        if content is None:
            self._path.replace(_unused(self._path.with_suffix(".json.damaged")))
        return content or {}


def _parsed(content: bytes) -> dict[str, Any] | None:
    """Return the settings; None: they are damaged."""
    try:
        return _dict_or_none(json.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return None


def _dict_or_none(value: object) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def dict_of(value: object) -> dict[str, Any]:
    """Return a value that is an object; empty if it is anything else."""
    return _dict_or_none(value) or {}


def _unused(path: Path) -> Path:
    """Return the path, or with a number if it exists: an earlier copy stays."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(one for one in chain([path], numbered) if not one.exists())

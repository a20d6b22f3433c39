"""The settings file (JSON): encryption choices, speed limit, layout of the window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from threading import Lock
from typing import Any

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.files.atomic_write import write_atomically
from s3enc_gui.store.files.file_lock import locked
from s3enc_gui.store.paths import make_private

_TIMEOUT = 5.0  # seconds to wait while another program saves its settings


class SettingsFile:
    """A small JSON file, readable by this user only; thread-safe. Never contains secrets.

    What can't be read has its default. Each change is made to the file as it is then, while no
    other S3enc changes it, and only if it can be read: what is remembered is never overwritten by
    defaults. A damaged file is kept as `settings.json.damaged`, so that it can be repaired.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def last_choice(self, bucket: str) -> EncryptionChoice | None:
        """Return the encryption choice last used for a bucket; None if there is none."""
        saved = _dict_of(self._read().get("choices")).get(bucket)
        if not isinstance(saved, dict):
            return None
        try:
            return EncryptionChoice(
                Encryption(saved["kind"]), saved.get("key"), saved.get("bucket_key")
            )
        except (KeyError, TypeError, ValueError, AppError):
            return None

    def remember_choice(self, bucket: str, choice: EncryptionChoice) -> None:
        """Store the encryption choice of a bucket. Raises OSError."""
        with self._changing() as content:
            choices = content["choices"] = _dict_of(content.get("choices"))
            choices[bucket] = {
                "kind": choice.kind.value,
                "key": choice.key,
                "bucket_key": choice.bucket_key,
            }

    def speed_limit(self) -> int | None:
        """Return the upload limit in bytes per second; None: unlimited."""
        limit = self._read().get("speed_limit")
        return limit if isinstance(limit, int) and limit > 0 else None

    def set_speed_limit(self, limit: int | None) -> None:
        """Store the upload limit. Raises OSError."""
        with self._changing() as content:
            content["speed_limit"] = limit

    def requester_pays(self) -> bool:
        """Return whether the window's requests offer to pay; the default is no."""
        return self._read().get("requester_pays") is True

    def set_requester_pays(self, *, pays: bool) -> None:
        """Store whether the window's requests offer to pay. Raises OSError."""
        with self._changing() as content:
            content["requester_pays"] = pays

    def details_shown(self) -> bool:
        """Return whether the window shows the details pane; the default is yes."""
        return self._read().get("details_shown") is not False

    def set_details_shown(self, *, shown: bool) -> None:
        """Store whether the window shows the details pane. Raises OSError."""
        with self._changing() as content:
            content["details_shown"] = shown

    def _read(self) -> dict[str, Any]:
        """Return the settings; empty if they can't be read."""
        try:
            return _parsed(self._path.read_bytes()) or {}
        except OSError:
            return {}

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """Yield the settings to be changed, and save them. Raises OSError; nothing changes then."""
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


def _dict_of(value: object) -> dict[str, Any]:
    return _dict_or_none(value) or {}


def _unused(path: Path) -> Path:
    """Return the path, or with a number if it exists: an earlier copy stays."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(one for one in chain([path], numbered) if not one.exists())

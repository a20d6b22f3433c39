"""The settings file (JSON): encryption choices, speed limit, layout of the window."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.files.atomic_write import write_atomically


class SettingsFile:
    """A small JSON file; thread-safe. Never contains secrets.

    A damaged file is renamed to `settings.json.damaged`, so that it can be repaired.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def last_choice(self, bucket: str) -> EncryptionChoice | None:
        """Return the encryption choice last used for a bucket; None if there is none."""
        with self._lock:
            saved = self._read().get("choices", {}).get(bucket)
        if not isinstance(saved, dict):
            return None
        try:
            return EncryptionChoice(
                Encryption(saved["kind"]), saved.get("key"), saved.get("bucket_key")
            )
        except (KeyError, ValueError, AppError):
            return None

    def remember_choice(self, bucket: str, choice: EncryptionChoice) -> None:
        """Store the encryption choice of a bucket. Raises OSError."""
        with self._lock:
            content = self._read()
            content.setdefault("choices", {})[bucket] = {
                "kind": choice.kind.value,
                "key": choice.key,
                "bucket_key": choice.bucket_key,
            }
            self._write(content)

    def speed_limit(self) -> int | None:
        """Return the upload limit in bytes per second; None: unlimited."""
        with self._lock:
            limit = self._read().get("speed_limit")
        return limit if isinstance(limit, int) and limit > 0 else None

    def set_speed_limit(self, limit: int | None) -> None:
        """Store the upload limit. Raises OSError."""
        with self._lock:
            content = self._read()
            content["speed_limit"] = limit
            self._write(content)

    def details_shown(self) -> bool:
        """Return whether the window shows the details pane; the default is yes."""
        with self._lock:
            return self._read().get("details_shown") is not False

    def set_details_shown(self, *, shown: bool) -> None:
        """Store whether the window shows the details pane. Raises OSError."""
        with self._lock:
            content = self._read()
            content["details_shown"] = shown
            self._write(content)

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            self._path.replace(self._path.with_suffix(".json.damaged"))
            return {}
        except OSError:
            return {}
        return content if isinstance(content, dict) else {}

    def _write(self, content: Mapping[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, [json.dumps(content, indent=2, sort_keys=True)])

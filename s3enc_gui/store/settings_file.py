"""What is remembered between runs: encryption choices, the speed limit, the window."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError


class SettingsFile:
    """A small JSON file; several threads may use it. No secret is ever kept here.

    A damaged file is put aside as `settings.json.damaged`, not overwritten: it may be mended.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def last_choice(self, bucket: str) -> EncryptionChoice | None:
        """Return the choice last used for a bucket, None where there is none."""
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
        """Keep the choice. Raises OSError where the folder cannot be written."""
        with self._lock:
            content = self._read()
            content.setdefault("choices", {})[bucket] = {
                "kind": choice.kind.value,
                "key": choice.key,
                "bucket_key": choice.bucket_key,
            }
            self._write(content)

    def speed_limit(self) -> int | None:
        """Return the bytes a second that uploads may take, None without a limit."""
        with self._lock:
            limit = self._read().get("speed_limit")
        return limit if isinstance(limit, int) and limit > 0 else None

    def set_speed_limit(self, limit: int | None) -> None:
        """Keep the limit. Raises OSError where the folder cannot be written."""
        with self._lock:
            content = self._read()
            content["speed_limit"] = limit
            self._write(content)

    def details_shown(self) -> bool:
        """Return whether the window shows the pane of details; at first it does."""
        with self._lock:
            return self._read().get("details_shown") is not False

    def set_details_shown(self, *, shown: bool) -> None:
        """Keep it. Raises OSError where the folder cannot be written."""
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
        """Write beside, then rename: a crash leaves the old file or the new one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps(content, indent=2, sort_keys=True), encoding="utf-8")
        beside.replace(self._path)

"""Credentials that an MFA code gave, in the system's keyring: other processes need no code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.connections.secrets import Secrets

Roles = dict[str, dict[str, Any]]
"""Credentials by role, as botocore's RefreshableCredentials takes them: they end within hours."""


class RoleSessions:
    """Those of one connection, `name`. Without a keyring there are none. Thread-safe; blocks."""

    def __init__(self, secrets: Secrets, name: str) -> None:
        self._secrets, self._entry = secrets, f"{name} roles"
        self._usable = True  # False: a locked keyring asks the user at each call

    def load(self) -> Roles:
        """Return the credentials; none where they can't be read."""
        try:
            packed = self._secrets.get_text(self._entry) if self._usable else None
            found = json.loads(packed) if packed else {}
        except (AppError, ValueError):
            self._usable = False
            return {}
        return (
            {
                role: keys
                for role, keys in found.items()
                if isinstance(keys, dict) and _is_whole(keys)
            }
            if isinstance(found, dict)
            else {}
        )

    def save(self, roles: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the credentials; where they can't be stored, others need a code of their own."""
        if self._usable:
            self._usable = self._secrets.set_text(self._entry, json.dumps(dict(roles)))

    def delete(self) -> None:
        """Delete the credentials, if there are any."""
        try:
            if self._usable:
                self._secrets.delete(self._entry)
        except AppError:
            self._usable = False


def _is_whole(keys: Mapping[str, object]) -> bool:
    return all(
        isinstance(keys.get(name), str)
        for name in ("access_key", "secret_key", "token", "expiry_time")
    )

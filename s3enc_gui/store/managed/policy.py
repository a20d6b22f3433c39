"""The policy, read once a process."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from s3enc_gui.domain.managed.managed_settings import ManagedSettings
from s3enc_gui.store.managed import policy_file


class Policy:
    """Reads the policy when it is first needed; thread-safe.

    A policy that can't be used isn't kept: once it is corrected, it applies.
    """

    def __init__(self, read: Callable[[], ManagedSettings] | None = None) -> None:
        self._read = read or policy_file.read_policy
        self._lock = Lock()
        self._settings: ManagedSettings | None = None

    def settings(self) -> ManagedSettings:
        """Return the settings; blocks the first time. Raises AppError where they can't be used."""
        with self._lock:
            if self._settings is None:
                self._settings = self._read()
            return self._settings

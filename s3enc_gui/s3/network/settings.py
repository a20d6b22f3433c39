"""The network settings of this process."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from s3enc_gui.domain.connections.network import NetworkSettings


class ProcessNetwork:
    """The settings, read once, when the first session is opened. Thread-safe.

    They belong to the process: botocore makes clients of its own, to assume a role for example.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._read: Callable[[], NetworkSettings] = NetworkSettings
        self._settings: NetworkSettings | None = None

    def read_from(self, read: Callable[[], NetworkSettings]) -> None:
        """Set how the settings are read; `read` may block."""
        with self._lock:
            self._read, self._settings = read, None

    def settings(self) -> NetworkSettings:
        """Return the settings; blocks the first time. Raises AppError where they can't be read."""
        with self._lock:
            if self._settings is None:
                self._settings = self._read()
            return self._settings

    def forget(self) -> None:
        """Read the settings again: they were changed."""
        with self._lock:
            self._settings = None


network = ProcessNetwork()

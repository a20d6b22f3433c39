"""All connections that are open."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.cloud import Cloud


class Clouds:
    """Opens each connection once, on first use; several threads may ask.

    `credentials` are sets held in memory, by the name a Connection refers to.
    """

    def __init__(self, credentials: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._credentials = credentials or {}
        self._lock = Lock()
        self._open: dict[Connection, Cloud] = {}

    def of(self, connection: Connection) -> Cloud:
        """Return the cloud of a connection. Raises AppError where it cannot be opened."""
        with self._lock:
            cloud = self._open.get(connection)
            if cloud is None:
                given = self._credentials.get(connection.credentials or "")
                cloud = self._open[connection] = Cloud(connection, given)
            return cloud

    def close(self) -> None:
        """Close them all."""
        with self._lock:
            for cloud in self._open.values():
                cloud.close()
            self._open.clear()

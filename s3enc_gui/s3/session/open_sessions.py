"""All connections that are open."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.session.aws_session import Cloud


class Clouds:
    """Opens each connection once, on first use; several threads may ask.

    `credentials` are sets held in memory, by the name a Connection refers to.
    """

    def __init__(self, credentials: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._credentials = credentials or {}
        self._lock = Lock()
        self._open: dict[Connection, Cloud] = {}
        self._replaced: list[Cloud] = []

    def of(self, connection: Connection) -> Cloud:
        """Return the cloud of a connection. Raises AppError where it cannot be opened."""
        with self._lock:
            cloud = self._open.get(connection)
            if cloud is None:
                given = self._credentials.get(connection.credentials or "")
                cloud = self._open[connection] = Cloud(connection, given)
            return cloud

    def opened_anew(self, connection: Connection) -> Cloud:
        """Open a connection again, with the credentials there are by now. Raises AppError.

        Whoever uses the one that was open may go on with it.
        """
        given = self._credentials.get(connection.credentials or "")
        cloud = Cloud(connection, given)
        with self._lock:
            old = self._open.get(connection)
            self._open[connection] = cloud
            if old is not None:
                self._replaced.append(old)
        return cloud

    async def hang_up(self) -> None:
        """Close the connections that are watched by the running loop."""
        with self._lock:
            for cloud in (*self._open.values(), *self._replaced):
                cloud.hang_up()

    def close(self) -> None:
        """Close them all."""
        with self._lock:
            for cloud in (*self._open.values(), *self._replaced):
                cloud.close()
            self._open.clear()
            self._replaced.clear()

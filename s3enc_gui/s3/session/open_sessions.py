"""The open sessions, one for each connection."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.session.aws_session import AwsSession


class OpenSessions:
    """Opens each connection once, on first use. Thread-safe.

    `credentials` holds sets of credentials by the name that a Connection refers to.
    """

    def __init__(self, credentials: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._credentials = credentials or {}
        self._lock = Lock()
        self._open: dict[Connection, AwsSession] = {}
        self._replaced: list[AwsSession] = []

    def of(self, connection: Connection) -> AwsSession:
        """Return the session of a connection. Raises AppError where it can't be opened."""
        with self._lock:
            aws_session = self._open.get(connection)
            if aws_session is None:
                given = self._credentials.get(connection.credentials or "")
                aws_session = self._open[connection] = AwsSession(connection, given)
            return aws_session

    def reopened(self, connection: Connection) -> AwsSession:
        """Open a connection again, with its current credentials. Raises AppError.

        The previous session stays usable.
        """
        given = self._credentials.get(connection.credentials or "")
        aws_session = AwsSession(connection, given)
        with self._lock:
            old = self._open.get(connection)
            self._open[connection] = aws_session
            if old is not None:
                self._replaced.append(old)
        return aws_session

    async def close_transports(self) -> None:
        """Close the HTTP connections that belong to the running loop."""
        with self._lock:
            for aws_session in (*self._open.values(), *self._replaced):
                aws_session.close_transports()

    def close(self) -> None:
        """Close all sessions."""
        with self._lock:
            for aws_session in (*self._open.values(), *self._replaced):
                aws_session.close()
            self._open.clear()
            self._replaced.clear()

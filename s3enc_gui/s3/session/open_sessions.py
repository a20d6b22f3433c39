"""The open sessions, one for each connection."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from s3enc_gui.domain.connection import Connection, ServerNotice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import BOTOCORE_CHAIN, SessionSource

Check = Callable[[AwsSession], None]
"""Raises AppError for a session that can't be used."""


class OpenSessions:
    """Opens each connection once, on first use. Thread-safe.

    `find` returns the credentials and settings of a connection; it raises AppError.
    `on_notice` gets what is learned of a connection's server, once; on any thread.
    """

    def __init__(
        self, find: Callable[[Connection], SessionSource] = lambda _: BOTOCORE_CHAIN
    ) -> None:
        self._find = find
        self.on_notice: Callable[[ServerNotice], None] = lambda _: None
        self._told: set[tuple[Connection, ServerNotice]] = set()
        self._lock = Lock()
        self._open: dict[Connection, AwsSession] = {}
        self._replaced: list[AwsSession] = []

    def of(self, connection: Connection) -> AwsSession:
        """Return the session of a connection. Raises AppError where it can't be opened."""
        with self._lock:
            aws_session = self._open.get(connection)
            if aws_session is None:
                aws_session = self._open[connection] = self._opened(connection)
            return aws_session

    def reopened(self, connection: Connection, check: Check = lambda _: None) -> AwsSession:
        """Open a connection again, with its current credentials. Raises AppError.

        Its sessions that send customer-provided keys are opened anew when they are next used. The
        previous sessions stay usable. A session that doesn't pass `check` isn't kept: while a
        sign-in is awaited, one is tried every half a minute.
        """
        aws_session = self._opened(connection)
        try:
            check(aws_session)
        except BaseException:
            aws_session.close()
            raise
        with self._lock:
            old = self._open.get(connection)
            self._open[connection] = aws_session
            if old is not None:
                self._replaced.append(old)
            plain = connection.with_customer_key(None)
            for one in [one for one in self._open if one != connection]:
                if one.with_customer_key(None) == plain:
                    self._replaced.append(self._open.pop(one))
        return aws_session

    def renewed(self, old: AwsSession, check: Check) -> AwsSession:
        """Return a session that passes `check`, opened after `old`: all who wait share one.

        Raises AppError.
        """
        with self._lock:
            newer = self._open.get(old.connection)
        if newer is not None and newer is not old:
            with suppress(AppError):
                check(newer)
                return newer
        return self.reopened(old.connection, check)

    def _opened(self, connection: Connection) -> AwsSession:
        def tell(notice: ServerNotice) -> None:
            if (connection, notice) not in self._told:
                self._told.add((connection, notice))
                self.on_notice(notice)

        return AwsSession(connection, self._find(connection), tell)

    def forget(self, connection_id: str) -> None:
        """Open a saved connection anew when it is next used: it was changed or removed."""
        self._forget(lambda connection: connection.credentials == connection_id)

    def forget_key(self, md5: str) -> None:
        """Forget the sessions that send a customer-provided key: it was removed."""
        self._forget(lambda one: md5 in (one.customer_key, one.source_key))

    def forget_all(self) -> None:
        """Open every connection anew when it is next used: the user has signed in.

        Credentials that are about to expire, or that were revoked, stay in a session's clients.
        """
        self._forget(lambda _: True)

    def _forget(self, which: Callable[[Connection], bool]) -> None:
        with self._lock:
            for connection in filter(which, list(self._open)):
                self._replaced.append(self._open.pop(connection))

    async def reconnect(self) -> None:
        """Give up the HTTP connections that belong to the running loop: requests are repeated."""
        with self._lock:
            for aws_session in (*self._open.values(), *self._replaced):
                aws_session.reconnect()

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

"""Receives what later starts of the window hand over."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from s3enc_gui.domain.desktop.handover import ACCEPTED, GREETING, MOST_BYTES, parse_handover
from s3enc_gui.gui.instance.peer import is_own_user

_log = logging.getLogger(__name__)

MOST_OPEN = 32  # connections at the same time: a file manager may start one program for each file
TIME_LIMIT_MS = 10_000  # for a whole connection


class HandoverServer(QObject):
    """`received` carries a Handover. Drops whoever sends anything else, or is another user."""

    received = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        is_own: Callable[[int], bool] = is_own_user,
        time_limit_ms: int = TIME_LIMIT_MS,
    ) -> None:
        super().__init__(parent)
        self._is_own, self._time_limit_ms = is_own, time_limit_ms
        self._open: set[_Reader] = set()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)

    def listen(self, name: str) -> bool:
        """Listen on a socket or pipe; return whether that works."""
        if self._server.listen(name):
            return True
        _log.warning("No other start can hand over its files: %s", self._server.errorString())
        return False

    def close(self) -> None:
        """Listen no more, and drop whoever is connected. Idempotent."""
        self._server.close()
        for one in tuple(self._open):
            one.drop()

    def _connected(self) -> None:
        while self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            is_own = self._is_own(int(connection.socketDescriptor()))
            if not is_own or len(self._open) >= MOST_OPEN:
                _log.debug("Dropped a connection of %s", "its own" if is_own else "another user")
                connection.abort()
                connection.deleteLater()
                continue
            reader = _Reader(connection, self._time_limit_ms, self)
            self._open.add(reader)
            reader.received.connect(self.received)
            reader.ended.connect(self._ended)
            reader.begin()

    def _ended(self, reader: _Reader) -> None:
        self._open.discard(reader)
        reader.deleteLater()


class _Reader(QObject):
    """Reads one line of one connection."""

    received = Signal(object)
    ended = Signal(object)

    def __init__(self, connection: QLocalSocket, time_limit_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._connection = connection
        connection.setParent(self)
        connection.setReadBufferSize(MOST_BYTES + 1)
        self._line = bytearray()
        self._timer = QTimer(self, singleShot=True, interval=time_limit_ms)
        self._timer.timeout.connect(self.drop)
        self._has_ended = False

    def begin(self) -> None:
        """Greet, and wait for the line."""
        self._timer.start()
        self._connection.readyRead.connect(self._read)
        self._connection.disconnected.connect(self.drop)
        self._connection.write(GREETING)

    def drop(self) -> None:
        """End the connection. Idempotent."""
        if not self._has_ended:
            self._has_ended = True
            self._timer.stop()
            self._connection.abort()
            self.ended.emit(self)

    def _read(self) -> None:
        if self._has_ended:
            return
        self._line += self._connection.readAll().data()
        if b"\n" not in self._line and len(self._line) <= MOST_BYTES:
            return
        handover = parse_handover(bytes(self._line))
        if handover is None:
            _log.debug("Dropped a connection that sent something else")
            self.drop()
            return
        self._connection.write(ACCEPTED)
        self._connection.flush()
        self._connection.readyRead.disconnect(self._read)
        self.received.emit(handover)
        self._connection.disconnectFromServer()

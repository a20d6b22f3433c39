"""Hands the files of a start to the instance that runs already."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from time import monotonic, sleep
from typing import TYPE_CHECKING

from s3enc_gui.domain.desktop.handover import ACCEPTED, GREETING
from s3enc_gui.gui.instance.peer import is_own_user

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

TIME_LIMIT = 5.0  # seconds; the first instance may just be starting
_PAUSE = 0.05  # seconds between two attempts


class Answer(Enum):
    """How a start goes on."""

    FIRST = "first"  # it is the first instance
    ACCEPTED = "accepted"  # another instance has the files
    NO_ANSWER = "no answer"  # another instance is there, but doesn't respond


def hand_over(
    server: str,
    line: bytes,
    become_first: Callable[[], bool],
    *,
    time_limit: float = TIME_LIMIT,
    is_own: Callable[[int], bool] = is_own_user,
) -> Answer:
    """Send a line to the instance that listens on `server`; blocks, at most for `time_limit`.

    `become_first` returns whether no other instance is there (any more). Nothing is sent to an
    instance that doesn't greet: it would open the files when it responds again, and so would we.
    """
    deadline = monotonic() + time_limit
    while True:
        if become_first():
            return Answer.FIRST
        from PySide6.QtNetwork import QLocalSocket  # which the first doesn't need yet

        socket = QLocalSocket()
        try:
            if _sent(socket, server, line, deadline, is_own):
                return Answer.ACCEPTED
        finally:
            socket.abort()
        if monotonic() >= deadline:
            return Answer.NO_ANSWER
        sleep(_PAUSE)


def _sent(
    socket: QLocalSocket,
    server: str,
    line: bytes,
    deadline: float,
    is_own: Callable[[int], bool],
) -> bool:
    socket.connectToServer(server)
    if not socket.waitForConnected(_left_ms(deadline)):
        return False
    if not is_own(int(socket.socketDescriptor())):
        return False
    if not _reads(socket, GREETING, deadline):
        return False
    socket.write(line)
    while socket.bytesToWrite():
        if not socket.waitForBytesWritten(_left_ms(deadline)):
            break
    return _reads(socket, ACCEPTED, deadline)


def _reads(socket: QLocalSocket, expected: bytes, deadline: float) -> bool:
    while socket.bytesAvailable() < len(expected):
        if not socket.waitForReadyRead(_left_ms(deadline)):
            return False
    return socket.read(len(expected)).data() == expected


def _left_ms(deadline: float) -> int:
    return max(1, round((deadline - monotonic()) * 1000))

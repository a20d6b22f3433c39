"""Ctrl+C in the terminal, and SIGTERM, end the program in order."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QCoreApplication, QSocketNotifier

INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible() -> Iterator[None]:
    """Leave the event loop with status 130 when the process is asked to end.

    Python runs signal handlers only between two of its own instructions, of which there are none
    while Qt waits: the signal's number written to a socket wakes it up, on Windows too.
    """
    receiver, sender = socket.socketpair()
    for end in (receiver, sender):
        end.setblocking(False)
    before = {number: signal.signal(number, _leave) for number in _SIGNALS}
    wakeup = signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(receiver.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: receiver.recv(64))
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        receiver.close()
        sender.close()


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    # Not quit(): that asks the windows, one of which may say that uploads are under way.
    QCoreApplication.exit(INTERRUPTED)

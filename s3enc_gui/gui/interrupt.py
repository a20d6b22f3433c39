"""Exits the event loop on SIGINT (Ctrl+C) and SIGTERM."""

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
    """Exit the event loop with status 130 when a signal arrives.

    Python runs signal handlers only between bytecode instructions, and there are none while Qt
    waits. The signal wakeup file descriptor ends that wait, on Windows too.
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
    # Not quit(), which asks the windows: the main window would ask about running uploads.
    QCoreApplication.exit(INTERRUPTED)

"""How long the event loop did not come round."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer

LONGEST = 0.1  # seconds that a user takes for at once


class Heartbeat(QObject):
    """Beats every five milliseconds; `longest` is the longest gap so far, in seconds."""

    def __init__(self):
        super().__init__()
        self.longest, self.last = 0.0, perf_counter()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def wait(self, qtbot):
        """Let the event loop come round twice."""
        for _ in range(2):
            seen = self.last
            qtbot.waitUntil(lambda seen=seen: self.last > seen)

    def _beat(self):
        now = perf_counter()
        self.longest, self.last = max(self.longest, now - self.last), now

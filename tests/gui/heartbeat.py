"""How long the event loop did not come round."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer

LONGEST = 0.1  # seconds that a user takes for at once


class Heartbeat(QObject):
    """Beats every five milliseconds; `longest` is the longest gap so far, in seconds.

    By the clock on the wall; or by the time this thread itself has worked (`thread_time`), where
    no other thread has a part in it: what else the machine is busy with does not count then.
    """

    def __init__(self, clock=perf_counter):
        super().__init__()
        self._clock = clock
        self.longest, self.last, self.beats = 0.0, clock(), 0
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def wait(self, qtbot):
        """Let the event loop come round twice."""
        for _ in range(2):
            seen = self.beats
            qtbot.waitUntil(lambda seen=seen: self.beats > seen)

    def _beat(self):
        now = self._clock()
        self.longest, self.last = max(self.longest, now - self.last), now
        self.beats += 1

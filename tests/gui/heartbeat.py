"""Measures how long the event loop is blocked."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer


class Heartbeat(QObject):
    """Beats every five milliseconds; `note` records the longest gap between two beats.

    Users perceive up to 100 ms as immediate.
    """

    def __init__(self, qtbot, figure, title):
        super().__init__()
        self._qtbot, self._figure, self._title = qtbot, figure, title
        self._longest, self._last, self._beats = 0.0, perf_counter(), 0
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self.wait()
        self._longest = 0.0

    def wait(self):
        """Wait for two iterations of the event loop."""
        for _ in range(2):
            seen = self._beats
            self._qtbot.waitUntil(lambda seen=seen: self._beats > seen)

    def note(self, what, *steps):
        """Call the steps, and record the longest gap since the last call."""
        for step in steps:
            step()
            self.wait()
        self.wait()
        self._figure(f"{self._title}: {what}", self._longest)
        self._longest = 0.0

    def _beat(self):
        now = perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now
        self._beats += 1

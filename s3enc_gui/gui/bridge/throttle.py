"""Delivers reports from other threads to the GUI thread in batches."""

from __future__ import annotations

from threading import Lock

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL_MS = 50  # 20 batches per second: smooth, and cheap for the views


class Throttle(QObject):
    """Collects reports from any thread; `batch` carries them as a tuple, every INTERVAL_MS.

    Lives in the GUI thread.
    """

    batch = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._reports: list[object] = []
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.flush)

    def start(self) -> None:
        """Start delivering. GUI thread only."""
        self._timer.start()

    def add(self, report: object) -> None:
        """Add a report. Any thread."""
        with self._lock:
            self._reports.append(report)

    def flush(self) -> None:
        """Deliver the reports collected since the last batch. GUI thread only."""
        with self._lock:
            reports, self._reports = tuple(self._reports), []
        if reports:
            self.batch.emit(reports)

    def stop(self) -> None:
        """Deliver the remaining reports and stop."""
        self._timer.stop()
        self.flush()

"""Reports from many threads, handed to the GUI thread in batches."""

from __future__ import annotations

from threading import Lock

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL_MS = 50  # 20 batches a second: smooth to the eye, cheap for the views


class Throttle(QObject):
    """Collects what `add` is given on any thread; `batch` carries it on, as a tuple.

    That is 20 times a second. Lives in the GUI thread; `flush` delivers at once what is left.
    """

    batch = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._reports: list[object] = []
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.flush)

    def start(self) -> None:
        """Begin to deliver; in the GUI thread."""
        self._timer.start()

    def add(self, report: object) -> None:
        """Take a report; on any thread, never blocking for long."""
        with self._lock:
            self._reports.append(report)

    def flush(self) -> None:
        """Deliver what has come in since the last time; in the GUI thread."""
        with self._lock:
            reports, self._reports = tuple(self._reports), []
        if reports:
            self.batch.emit(reports)

    def stop(self) -> None:
        """Deliver the rest, and end."""
        self._timer.stop()
        self.flush()

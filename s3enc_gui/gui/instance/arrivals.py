"""Gathers the files that arrive one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

QUIET_MS = 300  # without another file


class Arrivals(QObject):
    """`arrived` carries a tuple of paths: all that came together.

    A file manager may start the program once for each file, and macOS tells of one file at a time;
    they belong into one wizard.
    """

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None, *, quiet_ms: int = QUIET_MS) -> None:
        super().__init__(parent)
        self._files: list[str] = []
        self._timer = QTimer(self, singleShot=True, interval=quiet_ms)
        self._timer.timeout.connect(self._emit)

    def add(self, files: Sequence[str]) -> None:
        """Take files."""
        if files:
            self._files += files
            self._timer.start()

    def _emit(self) -> None:
        files, self._files = self._files, []
        self.arrived.emit(tuple(files))

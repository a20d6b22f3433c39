"""Delivers queued reports one per turn of the event loop, so that the window stays responsive."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal


class PacedDelivery(QObject):
    """`delivered` carries one item; `ended` carries an item added with `add_last`."""

    delivered = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[bool, object]] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._deliver)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, items: Iterable[object]) -> None:
        """Queue items; deliver the first at once if none is waiting."""
        self._queue([(False, item) for item in items])

    def add_last(self, item: object) -> None:
        """Queue an item that is delivered by `ended`."""
        self._queue([(True, item)])

    def clear(self) -> None:
        """Discard waiting items."""
        self._waiting.clear()
        self._timer.stop()

    def _queue(self, items: list[tuple[bool, object]]) -> None:
        at_once = not self._waiting
        self._waiting += items
        if at_once and self._waiting:
            self._deliver()

    def _deliver(self) -> None:
        is_last, item = self._waiting.popleft()
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()
        (self.ended if is_last else self.delivered).emit(item)

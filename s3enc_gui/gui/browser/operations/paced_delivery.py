"""Reports that each take the window some time, taken one at a turn of the event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal


class PacedDelivery(QObject):
    """`taken` carries one of what was added; between two of them the window breathes.

    What is added with `last` comes after all that was added before it, by `ended`.
    """

    taken = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[bool, object]] = deque()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._take)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, news: Iterable[object]) -> None:
        """Take these, the first of them at once if none waits."""
        self._put([(False, one) for one in news])

    def add_last(self, one: object) -> None:
        """Take this when all others have been."""
        self._put([(True, one)])

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._turn.stop()

    def _put(self, news: list[tuple[bool, object]]) -> None:
        at_once = not self._waiting
        self._waiting += news
        if at_once and self._waiting:
            self._take()

    def _take(self) -> None:
        is_last, one = self._waiting.popleft()
        if self._waiting:
            self._turn.start()
        else:
            self._turn.stop()
        (self.ended if is_last else self.taken).emit(one)

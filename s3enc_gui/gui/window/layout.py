"""How the parts of the window stand beside and above one another."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_LEFT_WIDTH, _DETAILS_WIDTH = 176, 364
_DETAILS_SHARE = 0.31  # of all three, where that is less
# On a screen 900 pixels wide all three are to be seen; the names of buckets give way first.
_LEAST_LEFT, _LEAST_MIDDLE = 102, 442
HEAD = 34  # pixels: as high as the path bar are the headings beside it


def centre(
    bars: Iterable[QWidget], left: QWidget, middle: Iterable[QWidget], right: QWidget
) -> QWidget:
    """Return the window's inside: bars, and below them three columns.

    The first widget of the middle takes all the room that the others leave.
    """
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(12)
    for bar in bars:
        column.addWidget(bar)
    split = _Columns(Qt.Orientation.Horizontal)
    column.addWidget(split, 1)
    left.setMinimumWidth(_LEAST_LEFT)
    split.addWidget(left)
    split.addWidget(_stacked(middle))
    split.addWidget(right)
    return made


class _Columns(QSplitter):
    """Three columns; they share the width by themselves until the user has moved a handle."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)
        self._moved = False
        self.splitterMoved.connect(self._keep)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the details give way, too: names are to be read."""
        if not self._moved:
            room = self.width() - 2 * self.handleWidth()
            details = min(int(room * _DETAILS_SHARE), _DETAILS_WIDTH)
            self.setSizes([_LEFT_WIDTH, room - _LEFT_WIDTH - details, details])
        super().resizeEvent(event)

    def _keep(self) -> None:
        self._moved = True


def _stacked(parts: Iterable[QWidget]) -> QWidget:
    made = QWidget()
    made.setMinimumWidth(_LEAST_MIDDLE)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for number, part in enumerate(parts):
        column.addWidget(part, 0 if number else 1)
    return made

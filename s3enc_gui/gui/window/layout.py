"""Layout of the main window: bars, then three resizable columns."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_LEFT_WIDTH, _DETAILS_WIDTH = 176, 364
_DETAILS_SHARE = 0.31  # of the total width, if that is less
# All columns fit on a screen 900 pixels wide; the bucket list shrinks first.
_MIN_LEFT, _MIN_MIDDLE = 102, 442
HEAD = 34  # pixels; height of the path bar and of the headings next to it


def central_widget(
    bars: Iterable[QWidget], left: QWidget, middle: Iterable[QWidget], right: QWidget
) -> QWidget:
    """Return the central widget: the bars, and below them three columns.

    The first widget of the middle column takes the remaining height.
    """
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(12)
    for bar in bars:
        column.addWidget(bar)
    split = _Columns(Qt.Orientation.Horizontal)
    column.addWidget(split, 1)
    left.setMinimumWidth(_MIN_LEFT)
    split.addWidget(left)
    split.addWidget(_stacked(middle))
    split.addWidget(right)
    return made


class _Columns(QSplitter):
    """Three columns with automatic widths until the user drags a handle."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)
        self._is_dragged = False
        self.splitterMoved.connect(self._set_dragged)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the details in a narrow window, to leave room for the names of objects."""
        if not self._is_dragged:
            width = self.width() - 2 * self.handleWidth()
            details = min(int(width * _DETAILS_SHARE), _DETAILS_WIDTH)
            self.setSizes([_LEFT_WIDTH, width - _LEFT_WIDTH - details, details])
        super().resizeEvent(event)

    def _set_dragged(self) -> None:
        self._is_dragged = True


def _stacked(parts: Iterable[QWidget]) -> QWidget:
    made = QWidget()
    made.setMinimumWidth(_MIN_MIDDLE)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for number, part in enumerate(parts):
        column.addWidget(part, 0 if number else 1)
    return made

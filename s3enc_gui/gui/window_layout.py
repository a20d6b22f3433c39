"""How the parts of the window stand beside and above one another."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_LEFT_WIDTH, _DETAILS_WIDTH = 176, 364
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
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setHandleWidth(10)
    split.setChildrenCollapsible(False)
    column.addWidget(split, 1)
    left.setMinimumWidth(_LEAST_LEFT)
    split.addWidget(left)
    split.addWidget(_stacked(middle))
    split.addWidget(right)
    split.setStretchFactor(1, 1)
    split.setSizes([_LEFT_WIDTH, 2000, _DETAILS_WIDTH])
    return made


def _stacked(parts: Iterable[QWidget]) -> QWidget:
    made = QWidget()
    made.setMinimumWidth(_LEAST_MIDDLE)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for number, part in enumerate(parts):
        column.addWidget(part, 0 if number else 1)
    return made

"""Layout of the main window: bars, then three resizable columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.window_size import resize_to_screen

_LEFT_WIDTH, _DETAILS_WIDTH = 176, 364
_DETAILS_SHARE = 0.31  # of the total width, if that is less
_NARROW = 960  # pixels of the window; below, the details leave too little space for names
# All columns fit on a screen 900 pixels wide; the bucket list shrinks first.
_MIN_LEFT, _MIN_MIDDLE = 98, 442
HEAD = 34  # pixels; height of the path bar and of the headings next to it


class CentralWidget(QWidget):
    """The bars, and below them three columns, or `instead`.

    The first widget of the middle column takes the remaining height. `narrowed` carries whether
    there is too little space for the third column.
    """

    narrowed = Signal(bool)

    def __init__(
        self,
        bars: Iterable[QWidget],
        columns: tuple[QWidget, Iterable[QWidget], QWidget],
        instead: QWidget,
    ) -> None:
        super().__init__()
        left, middle, right = columns
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        for bar in bars:
            column.addWidget(bar)
        self._stack, self._instead = QStackedWidget(), instead
        self._is_narrow = False
        self._split = _Columns(Qt.Orientation.Horizontal)
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self._split)
        self._stack.addWidget(instead)
        left.setMinimumWidth(scaled(_MIN_LEFT))
        self._split.addWidget(left)
        self._split.addWidget(_stacked(middle))
        self._split.addWidget(right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say whether there is space for all columns (Qt)."""
        super().resizeEvent(event)
        self._decide(self.width())

    def resize_window(self, window: QWidget, size: QSize) -> None:
        """Give the window its first size, and leave out the third column if that is narrow.

        Once the window is shown, its columns would have made it wider than the screen.
        """
        resize_to_screen(window, size)
        self._decide(window.width())

    def show_columns(self, shown: bool) -> None:
        """Show the columns, or what is shown instead of them."""
        self._stack.setCurrentWidget(self._split if shown else self._instead)

    def _decide(self, width: int) -> None:
        is_narrow = width < scaled(_NARROW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.narrowed.emit(is_narrow)


class _Columns(QSplitter):
    """Three columns with automatic widths until the user drags a handle."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setHandleWidth(10)
        self.setChildrenCollapsible(False)
        self._is_dragged = False
        self._kept: tuple[int, ...] = ()  # of an earlier session
        self.splitterMoved.connect(self._set_dragged)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the details in a narrow window, to leave room for the names of objects."""
        if self._kept:
            self.setSizes(self._kept)
        elif not self._is_dragged:
            width = self.width() - 2 * self.handleWidth()
            details = min(int(width * _DETAILS_SHARE), scaled(_DETAILS_WIDTH))
            left = scaled(_LEFT_WIDTH)
            self.setSizes([left, width - left - details, details])
        super().resizeEvent(event)

    def arrangement(self) -> Sequence[int]:
        """Return the widths; empty: the user has changed none."""
        return self._kept or (self.sizes() if self._is_dragged else ())

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use these widths, as if the user had dragged the handles."""
        if len(sizes) == self.count() and all(sizes[:-1]):
            details = sizes[-1] or _DETAILS_WIDTH  # they may be hidden
            self._kept = (*sizes[:-1], details)

    def _set_dragged(self) -> None:
        self._is_dragged, self._kept = True, ()


def _stacked(parts: Iterable[QWidget]) -> QWidget:
    made = QWidget()
    made.setMinimumWidth(scaled(_MIN_MIDDLE))
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for number, part in enumerate(parts):
        column.addWidget(part, 0 if number else 1)
    return made

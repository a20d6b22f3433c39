"""Sizes that the user has changed with the mouse, of splitters and of the columns of tables."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QSplitter, QTableView


class ChangedSplitter(QObject):
    """Remembers the sizes once a handle was moved."""

    def __init__(self, splitter: QSplitter) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._sizes: tuple[int, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._apply)
        splitter.splitterMoved.connect(self._moved)

    def arrangement(self) -> Sequence[int]:
        """Return the sizes in pixels; empty: no handle was moved."""
        return self._sizes

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use these sizes, as if the user had moved the handles."""
        if len(sizes) == self._splitter.count() and all(sizes):
            self._sizes = tuple(sizes)
            self._timer.start()  # before the window is laid out, sizes would change once more
            self._apply()

    @Slot()
    def _apply(self) -> None:
        self._splitter.setSizes(list(self._sizes))

    @Slot()
    def _moved(self) -> None:
        self._sizes = tuple(self._splitter.sizes())


class ChangedColumns(QObject):
    """Remembers the widths of columns that were dragged; they stay when the table is resized.

    Only drags count: most tables fit their columns to their contents.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table, self._header = table, table.horizontalHeader()
        self._is_pressed = False
        self._widths: dict[int, int] = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._apply)
        self._header.sectionResized.connect(self._resized)
        self._header.viewport().installEventFilter(self)
        table.installEventFilter(self)

    def arrangement(self) -> Sequence[int]:
        """Return the dragged columns and their widths in pixels, in turn."""
        return [number for pair in self._widths.items() for number in pair]

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use what `arrangement` returned."""
        for column, width in zip(sizes[::2], sizes[1::2], strict=False):
            if column < self._header.count() and width:
                self._widths[column] = width
        self._apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note whether the mouse drags, and use the widths again after a resize (Qt)."""
        kind = event.type()
        if watched is self._table:
            if kind is QEvent.Type.Resize and self._widths:
                self._timer.start()  # after the table has fitted its columns
        elif kind is QEvent.Type.MouseButtonPress:
            self._is_pressed = True
        elif kind is QEvent.Type.MouseButtonRelease:
            self._is_pressed = False
        return False

    @Slot(int, int, int)
    def _resized(self, column: int, _before: int, now: int) -> None:
        """Take the width of the column that is dragged; columns that stretch follow it."""
        if self._is_pressed and now and self._drags(column):
            self._widths[column] = now

    def _drags(self, column: int) -> bool:
        return self._header.sectionResizeMode(column) is QHeaderView.ResizeMode.Interactive

    @Slot()
    def _apply(self) -> None:
        for column, width in self._widths.items():
            if self._drags(column) and not self._header.isSectionHidden(column):
                self._header.resizeSection(column, width)

"""Lets the Tab key follow the eye in every window: row by row, from the left to the right.

Qt's own order is that in which widgets were created: those that are made later, such as the names
in the path, would come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QWidget,
)

from s3enc_gui.gui.focused_keys import FocusedKeys

_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
# What is inside them is a part of them.
_SINGLE = (QAbstractItemView, QAbstractSpinBox, QCalendarWidget, QComboBox, QLineEdit)
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_OVERLAP = 2  # pixels by which neighbors may overlap, in some styles

_Box = tuple[QRect, Sequence[QWidget]]


class TabOrder(FocusedKeys):
    """Puts a window in order when the user presses Tab in it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the window in order; Qt moves the focus then (Qt)."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            window = watched.window() if isinstance(watched, QWidget) else None
            if window is not None and event.key() in _KEYS:
                put_in_order(window)
        return False


def put_in_order(window: QWidget) -> None:
    """Let Tab go through the widgets of a visible window as they are read."""
    for before, after in pairwise(tab_stops(window)):
        QWidget.setTabOrder(before, after)


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield the widget and all in it that Tab stops at, in the order of reading.

    QWidget.nextInFocusChain isn't used: in PySide 6.11, the widget that it returns is lost to
    Python when the one that was asked is deleted.
    """
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, _SINGLE):
        return
    boxes: list[_Box] = []
    for child in widget.findChildren(QWidget, options=_DIRECT):
        if not child.isWindow() and not child.isHidden():
            inside = tuple(tab_stops(child))
            if inside:
                boxes.append((_shown_rect(child), inside))
    for _rect, stops in _read(boxes):
        yield from stops


def _shown_rect(child: QWidget) -> QRect:
    """Return where it is in its parent, mirrored where the layout is from the right to the left."""
    rect, parent = child.geometry(), child.parentWidget()
    if parent is not None and parent.isRightToLeft():
        rect.moveRight(parent.width() - rect.left())
    return rect.adjusted(_OVERLAP, _OVERLAP, -_OVERLAP, -_OVERLAP)


def _read(boxes: Sequence[_Box]) -> Sequence[_Box]:
    """Return boxes in rows, each row in columns, and so on."""
    if len(boxes) < 2:
        return boxes
    for first, last in ((QRect.top, QRect.bottom), (QRect.left, QRect.right)):
        groups = _cut(boxes, first, last)
        if len(groups) > 1:
            return [box for group in groups for box in _read(group)]
    return sorted(boxes, key=lambda box: (box[0].top(), box[0].left()))


def _cut(
    boxes: Sequence[_Box], first: Callable[[QRect], int], last: Callable[[QRect], int]
) -> list[list[_Box]]:
    """Return the boxes in groups with a gap between them, in one direction."""
    groups: list[list[_Box]] = []
    end = 0
    for box in sorted(boxes, key=lambda box: first(box[0])):
        if not groups or first(box[0]) > end:
            groups.append([])
            end = last(box[0])
        groups[-1].append(box)
        end = max(end, last(box[0]))
    return groups

"""Upper edge of the transfers panel, which can be dragged to resize it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

_HEIGHT = 6  # pixels


class ResizeHandle(QWidget):
    """`dragged` carries the pixels the mouse moved up since the button was `pressed`.

    A QSplitter would keep the panel's height when it is collapsed.
    """

    pressed = Signal()
    dragged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self._start = 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start dragging (Qt)."""
        self._start = event.globalPosition().y()
        self.pressed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag; without mouse tracking Qt sends it only while a button is held (Qt)."""
        self.dragged.emit(round(self._start - event.globalPosition().y()))

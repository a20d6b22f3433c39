"""The upper edge of the panel, to be dragged."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

_HEIGHT = 6


class ResizeHandle(QWidget):
    """Tells by how many pixels the edge is pulled up since the mouse button went down.

    A QSplitter would keep the panel's place where only its summary is left.
    """

    taken = Signal()
    pulled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self._from = 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pull."""
        self._from = event.globalPosition().y()
        self.taken.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull; comes only while the button is held."""
        self.pulled.emit(round(self._from - event.globalPosition().y()))

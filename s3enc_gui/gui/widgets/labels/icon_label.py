"""Widget that shows an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.icons import Tone, pixmap
from s3enc_gui.gui.widgets.scale import scaled


class IconLabel(QWidget):
    """Paints an icon of `size` pixels (see `scaled`); decoration only, beside a text."""

    def __init__(
        self, name: str, tone: Tone = "text", size: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, scaled(size)
        self.setFixedSize(self._size, self._size)

    def show_icon(self, name: str, tone: Tone) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the icon's size (Qt)."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the current colors (Qt)."""
        del event
        painter = QPainter(self)
        scale = self.devicePixelRatioF()
        painter.drawPixmap(0, 0, pixmap(self._name, self._tone, self._size, scale))
        painter.end()

"""A sign that something is going on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from s3enc_gui.gui import colors

_PATIENCE_MS = 400  # what takes longer is worth a sign
_STEP_MS = 60
_STEP_DEGREES = 24


class BusyIndicator(QWidget):
    """A turning ring with a few words; hidden while nothing goes on."""

    def __init__(self, parent: QWidget | None = None, size: int = 16) -> None:
        super().__init__(parent)
        self.ring = BusySpinner(size, self)
        self._label = QLabel(self)
        self._label.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.ring)
        row.addWidget(self._label)
        self.setVisible(False)
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._appear)

    def start(self, text: str = "") -> None:
        """Show the sign with these words."""
        self._say(text)
        self._appear()

    def start_if_long(self, text: str = "") -> None:
        """Show the sign with these words unless it is stopped in a moment."""
        self._say(text)
        self._patience.start()

    def stop(self) -> None:
        """Hide it."""
        self._patience.stop()
        self.setVisible(False)

    def _say(self, text: str) -> None:
        self._label.setText(text)
        self._label.setVisible(bool(text))
        self.setAccessibleName(text)

    def _appear(self) -> None:
        self._patience.stop()
        self.setVisible(True)


class BusySpinner(QWidget):
    """Turns only while it is seen: a hidden one costs nothing."""

    def __init__(self, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._angle = 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._turn)

    @property
    def turning(self) -> bool:
        """Whether it moves."""
        return self._timer.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to turn."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Turn no more."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring and its moving arc."""
        del event
        shown = colors.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = max(2.0, self.width() / 8)
        area = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        pen = QPen(QColor(shown.border), thick)
        painter.setPen(pen)
        painter.drawEllipse(area)
        pen.setColor(QColor(shown.link))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(area, -self._angle * 16, 100 * 16)
        painter.end()

    def _turn(self) -> None:
        self._angle = (self._angle + _STEP_DEGREES) % 360
        self.update()

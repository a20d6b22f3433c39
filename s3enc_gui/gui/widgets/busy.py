"""Busy indicator: a spinner with a text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from s3enc_gui.gui import colors

_DELAY_MS = 400  # shorter work shows no indicator
_STEP_MS = 60
_STEP_DEGREES = 24


class BusyIndicator(QWidget):
    """A spinner and a text; hidden while nothing is running."""

    def __init__(self, parent: QWidget | None = None, size: int = 16) -> None:
        super().__init__(parent)
        self.spinner = BusySpinner(size, self)
        self._label = _Text(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.spinner)
        row.addWidget(self._label)
        self.setVisible(False)
        self._delay = QTimer(self, interval=_DELAY_MS, singleShot=True)
        self._delay.timeout.connect(self._appear)

    def start(self, text: str = "") -> None:
        """Show the indicator with a text."""
        self._show_text(text)
        self._appear()

    def start_if_long(self, text: str = "") -> None:
        """Show the indicator with a text, unless it is stopped within _DELAY_MS."""
        self._show_text(text)
        self._delay.start()

    def stop(self) -> None:
        """Hide the indicator."""
        self._delay.stop()
        self.setVisible(False)

    def _show_text(self, text: str) -> None:
        self._label.setText(text)
        self._label.setVisible(bool(text))
        self.setAccessibleName(text)

    def _appear(self) -> None:
        self._delay.stop()
        self.setVisible(True)


class _Text(QLabel):
    """A muted text that takes one line, and more where there is too little space for it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """Return the size of one line (Qt)."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 4, metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Return the minimum for a word (Qt)."""
        return QSize(40, self.fontMetrics().lineSpacing())


class BusySpinner(QWidget):
    """The spinner; its timer runs only while it is visible."""

    def __init__(self, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._angle = 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def is_spinning(self) -> bool:
        """Whether the animation is running."""
        return self._timer.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        """Start the animation (Qt)."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the animation (Qt)."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring and its arc (Qt)."""
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

    def _step(self) -> None:
        self._angle = (self._angle + _STEP_DEGREES) % 360
        self.update()

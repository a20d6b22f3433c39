"""The place that says: drop your files here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.gui import colors
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label, primary

_TITLE = "Drop files or folders here"
_EXPLANATION = "They are encrypted as you choose, and S3enc proves it."
_DROP_HERE = "Drop files or folders here: they are encrypted as you choose, and S3enc proves it."
_LEAST_WIDTH, _LEAST_HEIGHT = 200, 64
_FULL_HEIGHT = 236  # in less there are only words


class DropArea(QWidget):
    """A dashed field with words and a button: `pressed` tells that the button was used.

    It only invites and highlights; the window it stands in takes the drop, wherever it falls.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._highlighted = self._compact = False
        self._icon = IconLabel("drop", "accent", 56)
        self._title = label(self.tr(_TITLE), "title")
        self._explanation = label(
            self.tr(_EXPLANATION),
            "muted",
        )
        self._or = label(self.tr("or"), "muted")
        self._button = primary(QPushButton(self.tr("Upload…")))
        keep_icon(self._button, "upload", "accent_text")
        self._button.clicked.connect(self.pressed)
        middle = Qt.AlignmentFlag.AlignCenter
        for text in (self._title, self._explanation, self._or):
            text.setAlignment(middle)
            text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._explanation)
        column.addWidget(self._or)
        column.addLayout(_centred(self._button))
        column.addStretch(1)

    @property
    def button(self) -> QPushButton:
        """The button in the field."""
        return self._button

    def show_place(self, title: str) -> None:
        """Say where one is before what can be done there; nothing: nowhere yet."""
        self._title.setText(title or self.tr(_TITLE))
        self._explanation.setText(self.tr(_DROP_HERE if title else _EXPLANATION))

    def minimumSizeHint(self) -> QSize:
        """Return room for the title."""
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._set_compact(self.height() < _FULL_HEIGHT)

    def _set_compact(self, compact: bool) -> None:
        if compact == self._compact:
            return
        self._compact = compact
        for widget in (self._icon, self._explanation, self._or, self._button):
            widget.setVisible(not compact)
        self._title.setProperty("role", "heading" if compact else "title")
        self._title.style().polish(self._title)

    def highlight(self, on: bool) -> None:
        """Show that what hovers above would be taken."""
        self._highlighted = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field."""
        del event
        shown = colors.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(shown.accent_soft if self._highlighted else shown.base))
        pen = QPen(QColor(shown.link if self._highlighted else shown.strong_border))
        pen.setWidthF(2.0 if self._highlighted else 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 12, 12)
        painter.end()


def _centred(widget: QLabel | QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row

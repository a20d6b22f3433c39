"""Area that invites the user to drop or choose files."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.gui import colors
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label, primary, restyle
from s3enc_gui.i18n import N_, _, translate

_TITLE = N_("Drop files or folders here")
_EXPLANATION = N_("S3 encrypts them as you choose, and S3enc verifies the result.")
_DROP_HERE = N_(
    "Drop files or folders here. S3 encrypts them as you choose, and S3enc verifies the result."
)
_LEAST_WIDTH, _LEAST_HEIGHT = 200, 64
_FULL_HEIGHT = 236  # lower areas show only the texts


class DropArea(QWidget):
    """A dashed field with a text and a button; `pressed` is emitted when the button is used.

    It doesn't accept drops itself: the window does, anywhere. Before `show_title` it invites to
    nothing: there is no connection yet.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._highlighted = self._compact = self._invites = False
        self._icon = IconLabel("drop", "accent", 56)
        self._title = label(_("No connection yet"), "title")
        self._explanation = label(translate(_EXPLANATION), "muted")
        self._or = label(_("or"), "muted")
        self._button = primary(QPushButton(_("Upload…")))
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
        column.addLayout(_centered(self._button))
        column.addStretch(1)
        self._show_parts()

    @property
    def button(self) -> QPushButton:
        """The Upload button."""
        return self._button

    def show_title(self, title: str) -> None:
        """Show what is open here, above the invitation; empty: no bucket is open."""
        self._invites = True
        self._show_parts()
        self._title.setText(title or translate(_TITLE))
        self._explanation.setText(translate(_DROP_HERE if title else _EXPLANATION))

    def minimumSizeHint(self) -> QSize:
        """Return the minimum for the title (Qt)."""
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide what doesn't fit (Qt)."""
        super().resizeEvent(event)
        self._set_compact(self.height() < _FULL_HEIGHT)

    def _set_compact(self, compact: bool) -> None:
        if compact == self._compact:
            return
        self._compact = compact
        self._show_parts()
        self._title.setProperty("role", "heading" if compact else "title")
        restyle(self._title)

    def _show_parts(self) -> None:
        for widget in (self._icon, self._explanation, self._or, self._button):
            widget.setVisible(self._invites and not self._compact)

    def highlight(self, on: bool) -> None:
        """Show whether dragged files would be accepted."""
        self._highlighted = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field (Qt)."""
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


def _centered(widget: QLabel | QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row

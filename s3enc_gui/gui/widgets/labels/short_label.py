"""Label of at most two lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from s3enc_gui.gui.messages.plain_text import plain_tip

_MAX_LINES = 2
_MIN_WIDTH = 60  # pixels


class ShortLabel(QLabel):
    """Elides plain text after two lines; tool tip and accessible name have the whole text.

    `cut` is emitted when the text is elided.
    """

    cut = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # names are never markup
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.is_cut = False
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.setText(text)
        self.setAccessibleName(text)
        self._check_cut()
        self.updateGeometry()

    def shown_lines(self) -> list[str]:
        """Return the lines as they are painted."""
        return self._lines(self.width())

    def sizeHint(self) -> QSize:
        """Return the height of all lines; any width will do (Qt)."""
        return QSize(_MIN_WIDTH, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return the minimum, one line (Qt)."""
        return QSize(_MIN_WIDTH, self.fontMetrics().lineSpacing())

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width (Qt)."""
        return len(self._lines(width)) * self.fontMetrics().lineSpacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Check whether the text fits (Qt)."""
        super().resizeEvent(event)
        self._check_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines (Qt)."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        metrics = self.fontMetrics()
        lines = self.shown_lines()
        top = (self.height() - len(lines) * metrics.lineSpacing()) / 2
        for line in lines:
            painter.drawText(QPointF(0, top + metrics.ascent()), line)
            top += metrics.lineSpacing()
        painter.end()

    def _check_cut(self) -> None:
        lines = self.shown_lines()
        self.is_cut = "".join(lines) != self.text()
        self.setToolTip(plain_tip(self.text()) if self.is_cut else "")
        if self.is_cut:
            self.cut.emit()

    def _lines(self, width: int) -> list[str]:
        """Return the lines, the last one elided if needed."""
        text = self.text()
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) < _MAX_LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, _MIN_WIDTH))
            starts.append(line.textStart())
        layout.endLayout()
        if not starts:
            return [""]
        ends = [*starts[1:], len(text)]
        lines = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        space = max(width, _MIN_WIDTH)
        lines[-1] = self.fontMetrics().elidedText(lines[-1], Qt.TextElideMode.ElideRight, space)
        return lines

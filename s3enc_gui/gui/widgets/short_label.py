"""A label of at most two lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from s3enc_gui.gui.messages.plain import plain_tip

_MOST = 2
_NARROW = 60  # pixels: less would leave nothing to read


class ShortLabel(QLabel):
    """Two lines at most, with an ellipsis where they end too soon.

    The tool tip and screen readers have all of it. `cut` tells that there is more than is seen.
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
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)
        self._look()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for all lines: the width is whatever is left."""
        return QSize(_NARROW, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return the least room, one line high."""
        return QSize(_NARROW, self.fontMetrics().lineSpacing())

    def heightForWidth(self, width: int) -> int:
        """Return the height of one line or two."""
        return len(self._lines(width)) * self.fontMetrics().lineSpacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether there is room enough."""
        super().resizeEvent(event)
        self._look()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines that there are."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        metrics = self.fontMetrics()
        lines = self._lines(self.width())
        top = (self.height() - len(lines) * metrics.lineSpacing()) / 2
        for line in lines:
            painter.drawText(QPointF(0, top + metrics.ascent()), line)
            top += metrics.lineSpacing()
        painter.end()

    def _look(self) -> None:
        lines = self._lines(self.width())
        self.is_cut = "".join(lines) != self.text()
        self.setToolTip(plain_tip(self.text()) if self.is_cut else "")
        if self.is_cut:
            self.cut.emit()

    def _lines(self, width: int) -> list[str]:
        """Return the text in lines, the last one elided where it must be."""
        text = self.text()
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) < _MOST and (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, _NARROW))
            starts.append(line.textStart())
        layout.endLayout()
        if not starts:
            return [""]
        ends = [*starts[1:], len(text)]
        lines = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        room = max(width, _NARROW)
        lines[-1] = self.fontMetrics().elidedText(lines[-1], Qt.TextElideMode.ElideRight, room)
        return lines

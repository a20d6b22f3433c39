"""One-line label that elides its text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from s3enc_gui.gui.messages.plain_text import plain_tip


class ElidedLabel(QLabel):
    """Elides plain text; tool tip and accessible name have the whole text."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__(text, parent)
        self._elide = elide
        self._shorter: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, shorter: Sequence[str] = ()) -> None:
        """Show a text, or the first of the `shorter` ones that fits; the last one is elided."""
        self._shorter = tuple(shorter)
        self.setText(text)
        self.setToolTip(plain_tip(text))

    def shown_text(self) -> str:
        """Return the text as it is painted."""
        metrics, space = self.fontMetrics(), self.contentsRect().width()
        texts = (self.text(), *self._shorter)
        for text in texts:
            if metrics.horizontalAdvance(text) <= space:
                return text
        return metrics.elidedText(texts[-1], self._elide, space)

    def minimumSizeHint(self) -> QSize:
        """Return a small minimum width (Qt)."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the elided text (Qt)."""
        del event
        area = self.contentsRect()
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, middle, self.shown_text())
        painter.end()

"""A button for narrow places."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy


class WrappingButton(QPushButton):
    """Shows its text on two lines where one line is too wide."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._whole, self._wrapped = text, _on_two_lines(text)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the width for one line (Qt)."""
        return QSize(self._width(self._whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the width for two lines (Qt)."""
        return QSize(self._width(self._wrapped), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the text, or not (Qt)."""
        super().resizeEvent(event)
        fits = self.width() >= self._width(self._whole)
        text = self._whole if fits else self._wrapped
        if text != self.text():
            self.setText(text)

    def _width(self, text: str) -> int:
        """Return the width of the button with this text."""
        flags = int(Qt.TextFlag.TextShowMnemonic.value)
        metrics = self.fontMetrics()
        own = metrics.size(flags, self.text()).width()
        return super().sizeHint().width() - own + metrics.size(flags, text).width()


def _on_two_lines(text: str) -> str:
    """Break a text at the space nearest to its middle."""
    spaces = [at for at, char in enumerate(text) if char == " "]
    if not spaces:
        return text
    middle = min(spaces, key=lambda at: abs(at - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"

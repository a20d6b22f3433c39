"""Base of the bars that report something and offer buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label


class ActionBar(QFrame):
    """Icon, title, text and buttons in the colors of a tone; hidden at first."""

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "info" if tone == "accent" else tone)
        self._icon = IconLabel("info", tone, 18)
        self._title, self._text = label("", "strong"), label(wrap=True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 5, 6, 5)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._title)
        self._row.addWidget(self._text, 1)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped text (Qt)."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the wrapped text (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.isVisible():  # before, the width isn't known
            self.setMinimumHeight(max(0, self._row.totalHeightForWidth(self.width())))

    def show_text(self, title: str, text: str) -> None:
        """Show a title and a text."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(self.text)
        self._fit()

    @property
    def text(self) -> str:
        """Title and text."""
        return f"{self._title.text()} {self._text.text()}"

    def add_button(self, text: str) -> QPushButton:
        """Append a button."""
        button = QPushButton(text)
        button.setProperty("small", True)
        button.setAutoDefault(False)
        self._row.addWidget(button)
        return button

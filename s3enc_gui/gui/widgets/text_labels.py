"""Labels and lines of text, each with the look its meaning asks for."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

Tone = Literal["", "ok", "warning", "error"]


def title(text: str) -> QLabel:
    """Return the heading of a page."""
    label = QLabel(text)
    label.setProperty("role", "title")
    return label


def label_for(text: str, field: QWidget) -> QLabel:
    """Return a field's label; screen readers give its text with the field."""
    label = QLabel(text)
    label.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(text.replace("&", ""))
    return label


class TextLine(QLabel):
    """A line of muted text beneath a field; takes a tone when something is the matter."""

    def __init__(self, text: str = "", *, indent: int = 0) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setContentsMargins(indent, 0, 0, 0)
        self.setProperty("role", "muted")

    def say(self, text: str, tone: Tone = "") -> None:
        """Show a text in a tone; an empty one takes no place."""
        self.setText(text)
        self.setVisible(bool(text))
        role = "" if tone else "muted"
        if self.property("tone") != tone or self.property("role") != role:
            self.setProperty("tone", tone)
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

"""Labels for page titles, form fields and notes below fields."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from s3enc_gui.gui.widgets.styling import label, restyle

Tone = Literal["", "ok", "warning", "error"]


def title(text: str) -> QLabel:
    """Return the title of a page."""
    return label(text, "title", wrap=True)


def label_for(text: str, field: QWidget) -> QLabel:
    """Return a field's label; its text becomes the field's accessible name."""
    made = label(text)
    made.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(text.replace("&", ""))
    return made


class TextLine(QLabel):
    """A line of muted text below a field; a tone marks problems."""

    def __init__(self, text: str = "", *, indent: int = 0) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setContentsMargins(indent, 0, 0, 0)
        self.setProperty("role", "muted")

    def say(self, text: str, tone: Tone = "") -> None:
        """Show a text in a tone; hide if it is empty."""
        self.setText(text)
        self.setVisible(bool(text))
        role = "" if tone else "muted"
        if self.property("tone") != tone or self.property("role") != role:
            self.setProperty("tone", tone)
            self.setProperty("role", role)
            restyle(self)

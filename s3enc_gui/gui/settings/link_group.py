"""A group that leads to another window, where its settings are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.gui.widgets.styling import label


class LinkGroup(QGroupBox):
    """A text and a button; `clicked` is emitted when it is pressed."""

    clicked = Signal()

    def __init__(
        self, title: str, text: str, button_text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.button = QPushButton(button_text)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.clicked)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(label(text, "muted", wrap=True))
        column.addLayout(row)

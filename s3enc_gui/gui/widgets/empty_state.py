"""Placeholder for a table or list that has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.dataclass import dataclass
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import AnyText


@dataclass(frozen=True, slots=True)
class EmptyReason:
    """Why nothing is listed: icon, title, text, and the label of a button (none if empty)."""

    icon: str
    title: AnyText
    text: AnyText = ""
    button: AnyText = ""
    tone: Tone = "disabled"


class EmptyState(QFrame):
    """Shows an EmptyReason; `clicked` is emitted when its button is pressed."""

    clicked = Signal()

    def __init__(self, reason: EmptyReason | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._icon = IconLabel("info", "disabled", 48)
        self._title, self._text = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self._title, self._text):  # at full width: a narrower label would be cut off
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.show_reason(reason or EmptyReason("info", ""))

    @property
    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    @property
    def text(self) -> str:
        """The text shown below the title."""
        return self._text.text()

    def show_reason(self, reason: EmptyReason) -> None:
        """Show another reason."""
        self._icon.show_icon(reason.icon, reason.tone)
        self._title.setText(str(reason.title))
        for widget, text in ((self._text, reason.text), (self.button, reason.button)):
            widget.setText(str(text))
            widget.setVisible(bool(str(text)))

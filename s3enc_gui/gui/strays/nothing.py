"""The place of the table while there is nothing to list."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.look import label

_HINT_WIDTH = 520


class Reason(Enum):
    """Why nothing is listed: icon, its tone, title and hint."""

    NOT_ASKED = ("bucket", "disabled", "Which bucket?", "Type its name, then press Look.")
    LOOKING = ("inspect", "disabled", "Looking…", "")
    NONE = (
        "verified",
        "ok",
        "No unfinished uploads",
        "Uploads that S3enc on this computer is still going to finish are never listed, nor is what"
        " was begun in the last five minutes.",
    )
    FAILED = ("error", "disabled", "The unfinished uploads could not be listed", "")


class Nothing(QFrame):
    """Says why nothing is listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._icon = IconLabel("bucket", "disabled", 48)
        self._title, self._hint = label("", "heading"), label("", "muted")
        self._hint.setWordWrap(True)
        self._hint.setFixedWidth(_HINT_WIDTH)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(1)
        for widget in (self._icon, self._title, self._hint):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.show_reason(Reason.NOT_ASKED)

    @property
    def title(self) -> str:
        """What it says."""
        return self._title.text()

    def show_reason(self, reason: Reason) -> None:
        """Say why there is nothing."""
        icon, tone, title, hint = reason.value
        self._icon.show_icon(icon, _tone(tone))
        self._title.setText(self.tr(title))
        self._hint.setText(self.tr(hint) if hint else "")


def _tone(name: str) -> Tone:
    return "ok" if name == "ok" else "disabled"


__all__ = ["Nothing", "QLabel", "Reason"]

"""The place of the table while there is nothing to list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label


@dataclass(frozen=True, slots=True)
class _Look:
    icon: str
    tone: Tone
    title: str
    hint: str = ""


class Reason(Enum):
    """Why nothing is listed."""

    NOT_ASKED = _Look("bucket", "disabled", "Which bucket?", "Type its name, then press Look.")
    LOOKING = _Look("inspect", "disabled", "Looking…")
    NONE = _Look(
        "verified",
        "ok",
        "No unfinished uploads",
        "Uploads that S3enc on this computer is still going to finish are never listed,\n"
        "nor are those begun in the last five minutes.",
    )
    FAILED = _Look("error", "disabled", "The unfinished uploads cannot be listed")


class EmptyState(QFrame):
    """Says why nothing is listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._icon = IconLabel("bucket", "disabled", 48)
        self._title, self._hint = label("", "heading"), label("", "muted")
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

    @property
    def hint(self) -> str:
        """What it adds."""
        return self._hint.text()

    def show_reason(self, reason: Reason) -> None:
        """Say why there is nothing."""
        look = reason.value
        self._icon.show_icon(look.icon, look.tone)
        self._title.setText(self.tr(look.title))
        self._hint.setText(self.tr(look.hint) if look.hint else "")

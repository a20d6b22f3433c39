"""The place of a table where there is nothing to list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label


class EmptyState(QFrame):
    """An icon, a title, and what can be done about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._icon = IconLabel("shield", "disabled", 48)
        self._title, self._hint = label("", "heading"), label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(1)
        for widget in (self._icon, self._title, self._hint):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    @property
    def title(self) -> str:
        """What it says."""
        return self._title.text()

    def say(self, icon: str, title: str, hint: str = "") -> None:
        """Say why there is nothing."""
        self._icon.show_icon(icon, "disabled")
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

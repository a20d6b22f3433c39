"""The place of the table where there is nothing to list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label


class EmptyState(QFrame):
    """Says whether nothing was uploaded yet or nothing was found; `clear` leads on from there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._icon = IconLabel("receipt", "disabled", 48)
        self._title, self._hint = label("", "heading"), label("", "muted")
        self.clear = QPushButton(self.tr("Show all receipts"))
        self.clear.setAutoDefault(False)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(1)
        for widget in (self._icon, self._title, self._hint, self.clear):
            column.addWidget(widget, 0, centre)
        column.addStretch(1)
        self.show_reason(filtered=False)

    @property
    def title(self) -> str:
        """What it says."""
        return self._title.text()

    def show_reason(self, *, filtered: bool) -> None:
        """Say why there is nothing."""
        self._icon.show_icon("inspect" if filtered else "receipt", "disabled")
        if filtered:
            self._title.setText(self.tr("No receipt matches"))
            self._hint.setText(self.tr("Search for less, or in a longer period."))
        else:
            self._title.setText(self.tr("No receipts yet"))
            self._hint.setText(self.tr("Every upload leaves one here: what was stored, and how."))
        self.clear.setVisible(filtered)

"""What there is to say of single files, to read, select and copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_LINES = 4


class Details(QPlainTextEdit):
    """A few lines, the others by scrolling; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setAccessibleName(self.tr("Messages of the selected download"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show other words; what the user has selected or scrolled to stays where they are."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        """Return room for a few lines."""
        margins = self.contentsMargins()
        height = self.fontMetrics().lineSpacing() * _LINES
        height += margins.top() + margins.bottom() + round(2 * self.document().documentMargin())
        return QSize(360, height)

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(200, self.sizeHint().height())

"""Text field with the messages about single files of a download."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from s3enc_gui.i18n import _

_LINES = 4


class Details(QPlainTextEdit):
    """Read-only, a few lines high; hidden while there is no message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setAccessibleName(_("Messages of the selected download"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show a text; an unchanged one keeps selection and scroll position."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        """Return a size for a few lines (Qt)."""
        margins = self.contentsMargins()
        height = self.fontMetrics().lineSpacing() * _LINES
        height += margins.top() + margins.bottom() + round(2 * self.document().documentMargin())
        return QSize(360, height)

    def minimumSizeHint(self) -> QSize:
        """Return the same height (Qt)."""
        return QSize(200, self.sizeHint().height())

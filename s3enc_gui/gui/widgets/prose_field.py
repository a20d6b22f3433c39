"""A value in words, as many lines as it needs: to read, select and copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget


class ProseField(QTextEdit):
    """Read-only words that wrap; as high as they are long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("value", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(2)

    @property
    def value(self) -> str:
        """The words."""
        return self.toPlainText()

    def show_value(self, value: str) -> None:
        """Show other words."""
        self.setPlainText(value)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return as little width as the layout likes."""
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words wrap."""
        return QSize(60, 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = int(self.document().size().height() + 0.999)
        if height != self.height():
            self.setFixedHeight(height)

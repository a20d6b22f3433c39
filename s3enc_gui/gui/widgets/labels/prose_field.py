"""Read-only text field that wraps and grows with its text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

_BULLET = "• "


class ProseField(QTextEdit):
    """Wrapping, selectable plain text; its height follows its content.

    Long words break anywhere. Characters that would break them after separators would be read to
    those who hear the text, and found by programs that read it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
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
        self.document().setDocumentMargin(1)  # and 1 pixel for the frame of the focus

    @property
    def value(self) -> str:
        """The text."""
        return self._value

    def show_value(self, value: str) -> None:
        """Show a text."""
        self._value = value
        self.setPlainText(value)
        self._fit()

    def show_points(self, points: Iterable[str]) -> None:
        """Show a list, whose wrapped lines begin below the text of their point."""
        self._value = "\n".join(f"{_BULLET}{point}" for point in points)
        self.setPlainText(self._value)
        indent, form = self.fontMetrics().horizontalAdvance(_BULLET), QTextBlockFormat()
        form.setLeftMargin(indent)
        form.setTextIndent(-indent)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(form)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return a small width; the layout decides (Qt)."""
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a small minimum: the text wraps (Qt)."""
        return QSize(60, 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = int(self.document().size().height() + 0.999) + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)

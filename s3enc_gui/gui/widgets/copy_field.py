"""A value in one line: to read, select and copy."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from s3enc_gui.gui.widgets.look import flat_button


class CopyField(QWidget):
    """A read-only value with a Copy button; `field` is what a label should have as its buddy.

    Elided in the middle where there is no room for all of it, but copied and read aloud whole.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = _Value(self)
        self._button = flat_button("copy", self.tr("Copy {}").format(name), self.tr("Copy"))
        self._button.setIconSize(QSize(14, 14))
        self._button.clicked.connect(self.copy)
        policy = self._button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._button.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._button, 0)
        self.setFocusProxy(self.field)

    @property
    def value(self) -> str:
        """The whole value."""
        return self.field.text()

    def show_value(self, value: str, *, copyable: bool = True) -> None:
        """Show another value; one that says there is none has nothing to copy."""
        self.field.setText(value)
        self.field.setCursorPosition(0)
        self.field.setToolTip(value if copyable else "")
        self._button.setVisible(copyable)

    def copy(self) -> None:
        """Put the whole value on the clipboard."""
        QGuiApplication.clipboard().setText(self.value)


class _Value(QLineEdit):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("value", True)
        self.setTextMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        # Only painted short: the text itself stays whole for selecting and for screen readers.
        room = self._room()
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().text().color())
        short = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
        painter.end()

    def _room(self) -> QRect:
        return self.contentsRect().adjusted(2, 0, -2, 0)  # QLineEdit's own margin of 2 pixels

"""A value to read, select and copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.prose_field import ProseField
from s3enc_gui.gui.widgets.styling import flat_button

_SEEN_MS = 2000  # for so long it shows that it has copied


class CopyField(QWidget):
    """A read-only value with a Copy button; `field` is what a label should have as its buddy.

    Nothing is left out: a value without spaces is broken wherever its line ends, and copied whole.
    `copied` tells that it was, and a little later, with False, that this is past.
    """

    copied = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = ProseField(self)
        self.field.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._button = flat_button("copy", self.tr("Copy {}").format(name), self.tr("Copy"))
        self._button.setFixedSize(22, 22)  # as high as a line: short values do not spread the rows
        self._button.clicked.connect(self.copy)
        policy = self._button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._button.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.field)
        self._seen = QTimer(self, singleShot=True, interval=_SEEN_MS)
        self._seen.timeout.connect(self._settle)

    @property
    def value(self) -> str:
        """The whole value."""
        return self.field.value

    def show_value(self, value: str, *, copyable: bool = True) -> None:
        """Show another value; one that says there is none has nothing to copy."""
        self.field.show_value(value)
        self._button.setVisible(copyable)

    def copy(self) -> None:
        """Put the whole value on the clipboard, and show that it is there."""
        QGuiApplication.clipboard().setText(self.value)
        self._say(copied=True)
        self._seen.start()

    def _settle(self) -> None:
        self._say(copied=False)

    def _say(self, *, copied: bool) -> None:
        keep_icon(self._button, *(("check", "ok") if copied else ("copy", "muted")))
        words = self.tr("Copied") if copied else self.tr("Copy")
        self._button.setToolTip(words)
        self._button.setAccessibleDescription(words if copied else "")
        self.copied.emit(copied)

"""Read-only value with a Copy button."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.labels.prose_field import ProseField
from s3enc_gui.gui.widgets.styling import flat_button
from s3enc_gui.i18n import _

_COPIED_MS = 2000  # how long the button shows “Copied”


class CopyField(QWidget):
    """Shows a whole value; `field` is the buddy for a label.

    `name` completes the button's accessible name, "Copy {name}". `copied` is emitted with True
    after copying, and with False _COPIED_MS later.
    """

    copied = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = ProseField(self)
        self._button = flat_button("copy", _("Copy {name}").format(name=name), _("Copy"))
        self._button.setFixedSize(22, 22)  # the height of a line
        self._button.clicked.connect(self.copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.field)
        self._reset_timer = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._reset_timer.timeout.connect(self._reset)

    @property
    def value(self) -> str:
        """The whole value."""
        return self.field.value

    def show_value(self, value: str, *, copyable: bool = True) -> None:
        """Show a value; `copyable` False hides the button."""
        self.field.show_value(value)
        self._button.setVisible(copyable)

    def copy(self) -> None:
        """Copy the whole value to the clipboard."""
        QGuiApplication.clipboard().setText(self.value)
        self._show_copied(copied=True)
        self._reset_timer.start()

    def _reset(self) -> None:
        self._show_copied(copied=False)

    def _show_copied(self, *, copied: bool) -> None:
        keep_icon(self._button, *(("check", "ok") if copied else ("copy", "muted")))
        text = _("Copied") if copied else _("Copy")
        self._button.setToolTip(text)
        self._button.setAccessibleDescription(text if copied else "")
        self.copied.emit(copied)

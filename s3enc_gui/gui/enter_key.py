"""Makes the Enter key press the button that has the focus, in every window.

Qt's own platforms differ: on most, only Space presses a button, and Enter presses the dialog's
default button, whatever has the focus.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton

from s3enc_gui.gui.focused_keys import FocusedKeys

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterKey(FocusedKeys):
    """Presses the focused button."""

    WIDGETS = (QToolButton, QPushButton)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the button (Qt)."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in _KEYS or held or event.isAutoRepeat():
            return False
        if isinstance(watched, QToolButton | QPushButton):
            _press(watched)
            return True
        return False


def _press(button: QToolButton | QPushButton) -> None:
    if isinstance(button, QToolButton):
        opens_menu = button.popupMode() is QToolButton.ToolButtonPopupMode.InstantPopup
    else:
        opens_menu = button.menu() is not None
    if opens_menu:
        button.showMenu()
    else:
        button.click()

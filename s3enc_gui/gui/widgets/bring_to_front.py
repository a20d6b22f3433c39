"""Brings the main window to the front when the user asked for it elsewhere."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

# Names of the variable in which a desktop gives a program its permission to come to the front
# (xdg-activation protocol, Startup Notification Specification).
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


def own_token() -> str:
    """Return the permission that this process was started with; "" without. It is used up."""
    return next((token for name in TOKENS if (token := os.environ.get(name))), "")


def bring_to_front(window: QWidget, token: str = "") -> None:
    """Show the window, and activate it or the dialog that was opened last.

    Wayland allows that only with the `token` that the user's click gave to somebody; Qt's plugin
    reads it from the environment, and removes it (QtWayland, `requestActivate`).
    """
    if token and QGuiApplication.platformName().startswith("wayland"):
        os.environ[TOKENS[0]] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    opened = [one for one in window.findChildren(QDialog) if one.isVisible()]
    for dialog in opened[-1:]:  # the newest, such as a wizard with the results
        dialog.raise_()
        dialog.activateWindow()

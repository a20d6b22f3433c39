"""Shows a window in front of the others."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def bring_up(window: QWidget) -> None:
    """Show a window, or bring it to the front where it is open already."""
    window.show()
    window.raise_()
    window.activateWindow()

"""Sizes of windows, for the font of the desktop and the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from s3enc_gui.gui.widgets.layouts.window_memory import remember
from s3enc_gui.gui.widgets.scale import scaled

_FRAME = QSize(8, 40)  # pixels that the desktop adds around a window, approximately


def resize_to_screen(window: QWidget, size: QSize) -> None:
    """Resize a window to a size, or to the screen if that is smaller; or as it was left."""
    window.resize(_on_screen(window, size))
    if isinstance(window, QDialog):
        remember(window)


def limit_size(window: QWidget, smallest: QSize) -> None:
    """Set the smallest size of a window; the screen's, if that is smaller."""
    window.setMinimumSize(_on_screen(window, smallest))


def resize_height(window: QWidget, height: int) -> None:
    """Give a window another height, within its screen: it moves up where it would leave it."""
    available = window.screen().availableGeometry()
    window.resize(window.width(), min(height, available.height() - _FRAME.height()))
    below = window.frameGeometry().bottom() - available.bottom()
    if below > 0:
        window.move(window.x(), max(available.top(), window.y() - below))


def _on_screen(window: QWidget, size: QSize) -> QSize:
    wanted = QSize(scaled(size.width()), scaled(size.height()))
    return wanted.boundedTo(window.screen().availableSize() - _FRAME)

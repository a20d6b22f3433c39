"""Sizes of windows, for the font of the desktop and the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.widgets.scale import scaled

_FRAME = QSize(8, 40)  # pixels that the desktop adds around a window, approximately


def resize_to_screen(window: QWidget, size: QSize) -> None:
    """Resize a window to a size, or to the screen if that is smaller."""
    window.resize(_on_screen(window, size))


def limit_size(window: QWidget, smallest: QSize) -> None:
    """Set the smallest size of a window; the screen's, if that is smaller."""
    window.setMinimumSize(_on_screen(window, smallest))


def _on_screen(window: QWidget, size: QSize) -> QSize:
    wanted = QSize(scaled(size.width()), scaled(size.height()))
    return wanted.boundedTo(window.screen().availableSize() - _FRAME)

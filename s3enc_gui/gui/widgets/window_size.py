"""Initial size of windows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(8, 40)  # pixels that the desktop adds around a window, approximately


def resize_to_screen(window: QWidget, size: QSize) -> None:
    """Resize a window to a size, or to the screen if that is smaller."""
    window.resize(size.boundedTo(window.screen().availableSize() - _FRAME))

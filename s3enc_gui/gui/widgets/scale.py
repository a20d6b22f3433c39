"""Lengths that follow the font of the desktop."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FONT_SIZE = 10.0
"""Points: the font that lengths in pixels are given for, and the smallest that is used."""


CODE_SIZE = 0.9
"""Size of text in a fixed pitch, which looks larger, as a share of the application's font."""


def fixed_font() -> QFont:
    """Return the desktop's font for code, as large as the text beside it."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    least = max(QApplication.font().pointSizeF(), FONT_SIZE) * CODE_SIZE
    font.setPointSizeF(max(font.pointSizeF(), least))
    return font


def scaled(pixels: int) -> int:
    """Return a length that is given for FONT_SIZE, in the font of the application."""
    size = QApplication.font().pointSizeF()
    return round(pixels * size / FONT_SIZE) if size > FONT_SIZE else pixels


def scaled_size(pixels: int) -> QSize:
    """Return the size of an icon that is as wide as it is high; see `scaled`."""
    return QSize(scaled(pixels), scaled(pixels))

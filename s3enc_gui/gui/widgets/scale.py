"""Lengths that follow the font of the desktop."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

FONT_SIZE = 10.0
"""Points: the font that lengths in pixels are given for, and the smallest that is used."""


def scaled(pixels: int) -> int:
    """Return a length that is given for FONT_SIZE, in the font of the application."""
    size = QApplication.font().pointSizeF()
    return round(pixels * size / FONT_SIZE) if size > FONT_SIZE else pixels

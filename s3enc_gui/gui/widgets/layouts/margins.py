"""The space between a window's edge and what it shows: the same in every window."""

from __future__ import annotations

from PySide6.QtCore import QMargins

WINDOW_MARGINS = QMargins(18, 16, 18, 14)

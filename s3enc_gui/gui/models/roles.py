"""Custom item roles, the same in every model."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

OBJECT: Final = Qt.ItemDataRole.UserRole.value + 1  # the value behind the row
DETAIL: Final = Qt.ItemDataRole.UserRole.value + 2  # a second text, shown beside the first
PROBLEM: Final = Qt.ItemDataRole.UserRole.value + 3  # an AppError, or None
PERMILLE: Final = Qt.ItemDataRole.UserRole.value + 4  # progress, 0 to 1000, or None
SIGN: Final = Qt.ItemDataRole.UserRole.value + 5  # name and tone of an icon that ItemIcons keeps

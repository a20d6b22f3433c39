"""Type of the indexes that Qt passes to models."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex

NO_INDEX: Final = QModelIndex()

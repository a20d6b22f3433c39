"""Item delegate that elides text at its end, in tables that elide in the middle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from s3enc_gui.gui.models.model_index import Index


class ElideRightDelegate(QStyledItemDelegate):
    """For columns whose text is a sentence or a state rather than a name."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Set the elide mode (Qt)."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight

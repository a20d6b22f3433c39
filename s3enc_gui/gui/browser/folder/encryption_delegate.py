"""How the cell of an object's encryption is painted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from s3enc_gui.gui.models.index import Index


class EncryptionDelegate(QStyledItemDelegate):
    """Icon and word; what does not fit is left out at the end.

    Qt paints it: each call from here would take Python's lock anew, while jobs want it, too.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt asks."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight

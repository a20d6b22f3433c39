"""The keys that do something, in one list."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.gui.widgets.quick_table import ROW_HEIGHT, make_quick

_WIDTH = 460
_AROUND = 150  # pixels of heading, button and margins
_MOST = 0.85  # of the screen's height


class ShortcutsDialog(QDialog):
    """Lists actions with their keys, as they are at the moment."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(QCoreApplication.translate("Shortcuts", "Keyboard shortcuts"))
        rows = [(one.text(), one.shortcut()) for one in actions if not one.shortcut().isEmpty()]
        self.table = QTableWidget(len(rows), 2)
        self.table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        make_quick(self.table)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        native = QKeySequence.SequenceFormat.NativeText
        for number, (text, keys) in enumerate(rows):
            for column, words in enumerate((text.removesuffix("…"), keys.toString(native))):
                self.table.setItem(number, column, QTableWidgetItem(words))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 160)
        most = int(_MOST * self.screen().availableSize().height())
        self.resize(_WIDTH, min(most, _AROUND + len(rows) * ROW_HEIGHT))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

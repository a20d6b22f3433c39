"""Dialog that lists the keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Iterable

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

from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.quick_table import ROW_HEIGHT, make_quick
from s3enc_gui.i18n import _

_WIDTH = 460
_EXTRA_HEIGHT = 150  # pixels for heading, button and margins
_MAX_SHARE = 0.85  # of the screen height


class ShortcutsDialog(QDialog):
    """Lists the actions that have a shortcut."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        rows = [
            (action.text(), action.shortcut())
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        self.table = QTableWidget(len(rows), 2)
        self.table.setHorizontalHeaderLabels([_("Action"), _("Keys")])
        make_quick(self.table)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        native = QKeySequence.SequenceFormat.NativeText
        for number, (text, keys) in enumerate(rows):
            for column, cell in enumerate((text.removesuffix("…"), keys.toString(native))):
                self.table.setItem(number, column, QTableWidgetItem(cell))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 160)
        max_height = int(_MAX_SHARE * self.screen().availableSize().height())
        height = scaled(_EXTRA_HEIGHT + len(rows) * ROW_HEIGHT)
        self.resize(scaled(_WIDTH), min(max_height, height))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WINDOW_MARGINS)
        layout.setSpacing(12)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

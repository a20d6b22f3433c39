"""What can be done to all transfers, behind one button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


class AllTransfersButton(QToolButton):
    """Opens the menu of what concerns every transfer."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("flat", True)
        self.setProperty("menu", True)
        self.setText(self.tr("All transfers"))
        self.setToolTip(self.tr("What can be done to all transfers"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.addActions(list(actions))
        menu.insertSeparator(actions[-1])
        self.setMenu(menu)

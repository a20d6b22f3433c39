"""Button with the menu of actions that apply to all transfers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from s3enc_gui.i18n import _


class AllTransfersButton(QToolButton):
    """A separator sets the last action apart."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("flat", True)
        self.setProperty("menu", True)
        self.setText(_("Commands"))
        self.setToolTip(_("Commands for all transfers"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.addActions(list(actions))
        menu.insertSeparator(actions[-1])
        self.setMenu(menu)

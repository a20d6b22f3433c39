"""Flat tool buttons that show an action, as text beside the icon or as the icon only."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

_WIDTH_WITH_TEXTS = 880  # pixels of the row; narrower ones show icons only


def action_button(action: QAction) -> QToolButton:
    """Return a flat button that shows and triggers an action."""
    button = QToolButton()
    button.setProperty("flat", True)
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    return button


def fit_button_texts(buttons: Iterable[QToolButton], width: int) -> None:
    """Show the buttons' texts only if the row they are in is wide enough."""
    style = Qt.ToolButtonStyle
    wide = width >= _WIDTH_WITH_TEXTS
    for button in buttons:
        button.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        )

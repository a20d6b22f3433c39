"""Actions as all menus and tool bars here have them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from s3enc_gui.gui.icons import keep_icon


def make_action(parent: QObject, text: str, icon: str | None, keys: str | None) -> QAction:
    """Return an action with an icon that follows the look, and keys that its tip tells."""
    made = QAction(text, parent)
    made.setIconText(text)  # Qt leaves out the “…” on tool buttons
    if icon:
        keep_icon(made, icon)
    if keys:
        made.setShortcut(QKeySequence(keys))
        made.setToolTip(f"{text.removesuffix('…')} ({keys})")
    return made

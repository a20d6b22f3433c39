"""Creates actions for menus and tool bars."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from s3enc_gui.gui.icons import keep_icon


def make_action(
    parent: QObject, text: str, icon: str | None, keys: str | None, tip: str = ""
) -> QAction:
    """Return an action; its tooltip is `tip`, or else its text, with the shortcut."""
    made = QAction(text, parent)
    made.setIconText(text)  # otherwise Qt removes the “…” on tool buttons
    if icon:
        keep_icon(made, icon)
    if keys:
        made.setShortcut(QKeySequence(keys))
        made.setToolTip(f"{tip or text.removesuffix('…')} ({keys})")
    return made


def make_table_action(
    parent: QObject,
    text: str,
    icon: str | None = None,
    keys: Iterable[Qt.Key | QKeyCombination] = (),
    tip: str = "",
) -> QAction:
    """Return a disabled action whose keys work only while its table has the focus."""
    made = QAction(text, parent)
    made.setIconText(text)
    made.setToolTip(tip or text)
    made.setShortcuts([QKeySequence(key) for key in keys])
    made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    made.setEnabled(False)
    if icon:
        keep_icon(made, icon)
    return made

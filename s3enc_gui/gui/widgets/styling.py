"""Small steps towards one look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from s3enc_gui.gui.icons import keep_icon


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property it asks for has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def primary(button: QPushButton) -> QPushButton:
    """Make a button the one that leads on."""
    button.setProperty("primary", True)
    return button


def label(
    text: str = "", role: str = "", parent: QWidget | None = None, *, wrap: bool = False
) -> QLabel:
    """Return a label that shows plain text, never markup.

    `role` is `title`, `heading`, `muted` or `code` of the style sheet.
    """
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def make_room(dialog: QWidget) -> None:
    """Be as high as the words need: a dialog grows by itself for widgets, not for lines."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        height = layout.totalHeightForWidth(dialog.width())
        dialog.resize(dialog.width(), max(dialog.height(), height))


def flat_button(icon: str, name: str, tip: str = "") -> QToolButton:
    """Return a button that is an icon; `name` is what screen readers say."""
    made = QToolButton()
    made.setProperty("flat", True)
    made.setAccessibleName(name)
    made.setToolTip(tip or name)
    keep_icon(made, icon, "muted")
    return made

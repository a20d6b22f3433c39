"""Helpers for the common look of widgets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.widgets.scale import scaled

_IN_LIST = 12  # pixels beside the entries of an open list


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again, after a property that it uses has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def primary(button: QPushButton, *, on: bool = True) -> QPushButton:
    """Style a button as the primary one, or like the others."""
    before = button.property("primary")
    button.setProperty("primary", on)
    if before not in (None, on):
        restyle(button)
    return button


def link_button(text: str) -> QPushButton:
    """Return a button that looks like a link: for what few people need."""
    made = QPushButton(text)
    made.setProperty("link", True)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


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


def take_width(combo: QComboBox, letters: int) -> None:
    """Let a combo box take the width there is, and need that of some letters only.

    Otherwise it needs the width of its longest entry, and a page around it scrolls sideways.
    """
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(letters)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    fit_list(combo)


def fit_list(combo: QComboBox) -> None:
    """Make the open list of a combo box as wide as its longest entry."""
    view = combo.view()
    view.setMinimumWidth(view.sizeHintForColumn(0) + scaled(_IN_LIST))


def fit_height(dialog: QWidget) -> None:
    """Grow a dialog to the height of its texts; Qt does so only for new widgets."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        height = layout.totalHeightForWidth(dialog.width())
        dialog.resize(dialog.width(), max(dialog.height(), height))


def grow_to_minimum(window: QWidget) -> None:
    """Make a window as high as its layout needs, so that no text is cut off; but fit the screen."""
    layout = window.layout()
    if layout is not None:
        layout.activate()
        needed = layout.totalMinimumHeightForWidth(window.width())
        height = min(needed, window.screen().availableGeometry().height())
        window.resize(window.width(), max(window.height(), height))


def flat_button(icon: str, name: str, tip: str = "") -> QToolButton:
    """Return a button that shows an icon; `name` is its accessible name."""
    made = QToolButton()
    made.setProperty("flat", True)
    made.setAccessibleName(name)
    made.setToolTip(tip or name)
    keep_icon(made, icon, "muted")
    return made

"""Groups of buttons at which the Tab key stops, though another button is checked."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget


def wrong_stops(top: QWidget) -> Iterator[str]:
    """Yield the buttons of a visible window that aren't checked and that Tab reaches."""
    grouped = {button for one in top.findChildren(QButtonGroup) for button in one.buttons()}
    groups = [one.buttons() for one in top.findChildren(QButtonGroup)]
    options = Qt.FindChildOption.FindDirectChildrenOnly
    for parent in (top, *top.findChildren(QWidget)):
        siblings = parent.findChildren(QRadioButton, options=options)
        groups.append([one for one in siblings if one not in grouped])
    for buttons in groups:
        radios = [one for one in buttons if isinstance(one, QRadioButton)]
        if not any(one.isChecked() and one.isEnabled() and one.isVisible() for one in radios):
            continue
        for one in radios:
            if not one.isChecked() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield f"{one.text()} in {type(one.parent()).__name__}"

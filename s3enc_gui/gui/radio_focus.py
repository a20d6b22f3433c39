"""Lets the Tab key stop at the checked button of a group only, from the start.

Qt does so after one of the buttons had the focus; before, it stops at the first one.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QRadioButton


class RadioFocus(QObject):
    """Follows the buttons of one group; `parent` owns it. Without a usable one, all are stops."""

    def __init__(self, buttons: Iterable[QRadioButton], parent: QObject) -> None:
        super().__init__(parent)
        self._buttons = tuple(buttons)
        for button in self._buttons:
            button.toggled.connect(self._update)
            button.installEventFilter(self)
        self._update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Find another stop when a button is disabled (Qt)."""
        if event.type() is QEvent.Type.EnabledChange:
            self._update()
        return super().eventFilter(watched, event)

    @Slot()
    def _update(self) -> None:
        policy = Qt.FocusPolicy
        has_stop = any(one.isChecked() and one.isEnabled() for one in self._buttons)
        for one in self._buttons:
            is_stop = one.isChecked() or not has_stop
            one.setFocusPolicy(policy.StrongFocus if is_stop else policy.ClickFocus)

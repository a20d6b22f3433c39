"""Base of the filters for keys that act in every window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget


class FocusedKeys(QObject):
    """Filters the events of the focused widget only: a filter of all events would slow down all.

    `WIDGETS` are the kinds of widgets that are filtered.
    """

    WIDGETS: tuple[type[QWidget], ...] = (QWidget,)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, self.WIDGETS):
            old.removeEventFilter(self)
        if isinstance(new, self.WIDGETS):
            new.installEventFilter(self)

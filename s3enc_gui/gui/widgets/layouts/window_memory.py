"""Windows other than the main one come back as they were left, by their class."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from s3enc_gui.domain.settings.window_state import WindowLayout
from s3enc_gui.gui.widgets.layouts.layout import layout_of, restore_layout

_OFFSET = 24  # pixels between two windows of one class

_layouts: dict[str, WindowLayout] | None = None  # None: nothing is remembered


def use_layouts(layouts: Mapping[str, WindowLayout] | None) -> None:
    """Use layouts of an earlier session, by class of the window; None: remember nothing."""
    global _layouts
    _layouts = None if layouts is None else dict(layouts)


def known_layouts() -> Mapping[str, WindowLayout]:
    """Return the layouts of windows that were closed, also in earlier sessions."""
    return dict(_layouts or {})


def remember(window: QWidget) -> None:
    """Restore the layout of a window before it is shown, and take it when it is hidden."""
    if window.findChild(WindowMemory) is None:
        WindowMemory(window)


class WindowMemory(QObject):
    """Filters the events of one window: its parent.

    It refers to the window in no other way. A cycle of references would let the garbage collector
    take the attributes of a filter that still gets the events of a window about to be deleted.
    """

    _is_restored = False

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Restore and take the layout (Qt)."""
        if isinstance(watched, QWidget) and _layouts is not None and not event.spontaneous():
            name = type(watched).__name__
            if event.type() is QEvent.Type.Show and not self._is_restored:
                self._is_restored = True
                self._restore(watched, _layouts.get(name, WindowLayout()))
            elif event.type() is QEvent.Type.Hide and self._is_restored:
                _layouts[name] = layout_of(watched)
        return False

    def _restore(self, window: QWidget, layout: WindowLayout) -> None:
        restore_layout(window, layout)
        if not layout.geometry:
            return
        others = [
            one.pos()
            for one in QApplication.topLevelWidgets()
            if type(one) is type(window) and one is not window and one.isVisible()
        ]
        available = window.screen().availableGeometry()
        place = window.pos()
        while place in others:
            place.setX(place.x() + _OFFSET)
            place.setY(place.y() + _OFFSET)
        if available.contains(place):
            window.move(place)

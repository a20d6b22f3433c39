"""Accepts files dropped on a list or table, whose rows can be targets of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.widgets.drops.drop_frame import DropFrame
from s3enc_gui.gui.widgets.drops.file_drops import FileDrops, sources_in


class DropTarget(NamedTuple):
    """Where dropped files go (None: to the location that is open), and its area in the viewport."""

    location: Location | None
    area: QRect


class TargetDrops(QObject):
    """`dropped` carries local paths and their target Location (None: the one that is open).

    `find` returns the target at a point of the viewport. It is called again at the drop: rows may
    have changed since the pointer moved.
    """

    dropped = Signal(list, object)

    def __init__(self, view: QAbstractItemView, find: Callable[[QPoint], DropTarget]) -> None:
        super().__init__(view)
        self._find = find
        self._at = QPoint()
        self._viewport: QWidget = view.viewport()
        view.setAcceptDrops(True)
        self._frame = DropFrame(self._viewport)
        # This filter runs first and only keeps the point; FileDrops accepts the files.
        self._drops = FileDrops(self._viewport)
        self._drops.dropped.connect(self._drop)
        self._drops.hovered.connect(self._hover)
        self._viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Track the target below the pointer (Qt)."""
        if isinstance(event, QDragMoveEvent | QDropEvent) and sources_in(event.mimeData()):
            self._at = event.position().toPoint()
            self._frame.show_around(self._find(self._at).area)
        if isinstance(event, QDragMoveEvent) and event.type() is QEvent.Type.DragMove:
            event.acceptProposedAction()  # only accepted drags get here
            return True
        return super().eventFilter(watched, event)

    def _hover(self, on: bool) -> None:
        if not on:
            self._frame.hide()

    def _drop(self, paths: list[str]) -> None:
        self._frame.hide()
        self.dropped.emit(paths, self._find(self._at).location)

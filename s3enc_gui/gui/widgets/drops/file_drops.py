"""Accepts files and folders that are dropped on a widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrops(QObject):
    """Makes a widget accept dropped files: `dropped` carries their paths, `hovered` a bool.

    Anything but local files is refused. Children that don't accept drops pass them to this widget.
    """

    dropped = Signal(list)
    hovered = Signal(bool)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the drag events of the target (Qt)."""
        if isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if event.type() is QEvent.Type.DragLeave:
            self.hovered.emit(False)
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            return self._drop(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not paths_in(event.mimeData()):
            event.ignore()
            return True
        _accept(event)
        self.hovered.emit(True)
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.hovered.emit(False)
        paths = paths_in(event.mimeData())
        if paths:
            _accept(event)
            self.dropped.emit(paths)
        else:
            event.ignore()
        return True


def paths_in(data: QMimeData) -> list[str]:
    """Return the paths of local files in dragged data."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _accept(event: QDropEvent) -> None:
    """Accept as a copy: after a move, the file manager would delete the files."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()

"""Files and folders from a file manager, dropped on a widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrops(QObject):
    """Makes a widget take dropped files: `dropped` carries their paths, `hovered` a bool.

    Whatever is not a file of this machine is refused. Children without drops of their own let the
    drag through to this widget.
    """

    dropped = Signal(list)
    hovered = Signal(bool)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the drag events of the target, leave it all others."""
        if isinstance(event, QDragEnterEvent):
            return self._entered(event)
        if event.type() is QEvent.Type.DragLeave:
            self.hovered.emit(False)
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            return self._dropped(event)
        return super().eventFilter(watched, event)

    def _entered(self, event: QDragEnterEvent) -> bool:
        if not paths_in(event.mimeData()):
            event.ignore()
            return True
        _accept(event)
        self.hovered.emit(True)
        return True

    def _dropped(self, event: QDropEvent) -> bool:
        self.hovered.emit(False)
        paths = paths_in(event.mimeData())
        if paths:
            _accept(event)
            self.dropped.emit(paths)
        else:
            event.ignore()
        return True


def paths_in(data: QMimeData) -> list[str]:
    """Return the local files in what is dragged, empty where there are none."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _accept(event: QDropEvent) -> None:
    """Take it as a copy: a file manager that was told `move` would delete the files."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()

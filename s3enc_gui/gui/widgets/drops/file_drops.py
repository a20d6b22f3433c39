"""Accepts files and folders that are dropped on a widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.uploads.addresses import NO_FILES, parse_file_address, without_password

_URLS = "text/uri-list"


class FileDrops(QObject):
    """Makes a widget accept dropped files: `dropped` carries their sources, `hovered` a bool.

    A source is a path, or the URL of a file on a network drive or device, which may not be mounted.
    Anything else is refused. Children that don't accept drops pass them to this widget.
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
        if not sources_in(event.mimeData()):
            event.ignore()
            return True
        _accept(event)
        self.hovered.emit(True)
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.hovered.emit(False)
        sources = sources_in(event.mimeData())
        if sources:
            _accept(event)
            self.dropped.emit(sources)
        else:
            event.ignore()
        return True


def sources_in(data: QMimeData) -> list[str]:
    """Return the sources in dragged data; empty if none of them is a file."""
    # Not urls(), which leaves out what Qt takes for invalid, such as `mtp://[usb:001,008]/`.
    lines = bytes(data.data(_URLS).data()).decode(errors="surrogateescape").splitlines()
    addresses = {line: parse_file_address(line) for line in lines if not line.startswith("#")}
    if not any(one and one.scheme not in NO_FILES for one in addresses.values()):
        return []
    return [_source(line) for line in addresses if line]


def _source(line: str) -> str:
    """Return a local path; for files elsewhere, their URL without the password."""
    url = QUrl.fromEncoded(line.encode(errors="surrogateescape"))
    if url.isLocalFile() and not url.host():
        return url.toLocalFile()
    return without_password(line)


def _accept(event: QDropEvent) -> None:
    """Accept as a copy: after a move, the file manager would delete the files."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()

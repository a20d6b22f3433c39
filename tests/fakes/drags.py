"""What a file manager does to a widget, without a mouse."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl, qVersion
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
# Qt 6.12 took the whole numbers out of use; 6.11 knows no others.
_POINT: Any = QPointF(5, 5) if qVersion() >= "6.12" else QPoint(5, 5)


def urls(*addresses: str) -> QMimeData:
    """What is dragged: files as `file:///…`."""
    mime = QMimeData()
    mime.setUrls([QUrl(address) for address in addresses])
    return mime


def enter(widget: QWidget, mime: QMimeData) -> QDragEnterEvent:
    """Drag it in; the event tells whether it would be taken."""
    event = QDragEnterEvent(_POINT, _ACTIONS, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)
    return event


def drop(widget: QWidget, mime: QMimeData) -> QDropEvent:
    """Let it go; Qt delivers that only to a widget that took what was dragged in."""
    event = QDropEvent(QPointF(5, 5), _ACTIONS, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)
    return event

"""Drag and drop events of a file manager."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl, qVersion
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
# Qt 6.12 deprecated QPoint here; 6.11 requires it.
_POINT: Any = QPointF(5, 5) if qVersion() >= "6.12" else QPoint(5, 5)


def urls(*addresses: str) -> QMimeData:
    """The dragged data: files as `file:///…`."""
    mime = QMimeData()
    mime.setUrls([QUrl(address) for address in addresses])
    return mime


def enter(widget: QWidget, mime: QMimeData) -> QDragEnterEvent:
    """Drag into the widget; the event has whether it is accepted."""
    event = QDragEnterEvent(_POINT, _ACTIONS, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)
    return event


def move(widget: QWidget, at: QPoint, mime: QMimeData) -> None:
    """Drag into the widget and to a point."""
    enter(widget, mime)
    point: Any = QPointF(at) if qVersion() >= "6.12" else at
    QApplication.sendEvent(
        widget, QDragMoveEvent(point, Qt.DropAction.CopyAction, mime, _LEFT, _NONE)
    )


def drop_at(widget: QWidget, at: QPoint, mime: QMimeData) -> None:
    """Drag to a point and drop there."""
    move(widget, at, mime)
    event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)


def drop(widget: QWidget, mime: QMimeData) -> QDropEvent:
    """Drop; Qt delivers this only to a widget that accepted the drag."""
    event = QDropEvent(QPointF(5, 5), _ACTIONS, mime, _LEFT, _NONE)
    QApplication.sendEvent(widget, event)
    return event

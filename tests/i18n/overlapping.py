"""Widgets of a window that cover one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QSplitter, QSplitterHandle, QWidget

_SLACK = 2  # pixels


def overlapping(top: QWidget) -> Iterator[str]:
    """Yield the pairs of visible widgets that a layout or a splitter should keep apart."""
    for parent in (top, *top.findChildren(QWidget)):
        if (
            parent.window() is not top.window()
            or not parent.isVisible()
            or not _is_arranged(parent)
        ):
            continue
        for one, other in combinations(_children(parent), 2):
            common = one.geometry() & other.geometry()
            if common.width() > _SLACK and common.height() > _SLACK:
                yield f"{_name(one)} and {_name(other)} overlap: {common.getRect()}"


def _is_arranged(parent: QWidget) -> bool:
    if isinstance(parent, QAbstractScrollArea | QComboBox):
        return False
    return isinstance(parent, QSplitter) or parent.layout() is not None


def _children(parent: QWidget) -> list[QWidget]:
    flag = Qt.FindChildOption.FindDirectChildrenOnly
    children: list[QWidget] = parent.findChildren(QWidget, options=flag)
    return [
        one
        for one in children
        if one.isVisible()
        and not one.isWindow()
        and not isinstance(one, QSplitterHandle)
        and not one.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ]


def _name(widget: QObject) -> str:
    text = widget.property("text") or widget.property("accessibleName") or ""
    return f"{type(widget).__name__} {text!r}"

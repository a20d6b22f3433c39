"""Where the Tab key stops: at the checked button of a group only, and as the eye reads."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QButtonGroup, QRadioButton, QWidget

from s3enc_gui.gui.tab_order import tab_stops

_OVERLAP = 2  # pixels by which neighbors may overlap, in some styles


def wrong_stops(top: QWidget) -> Iterator[str]:
    """Yield the buttons of a visible window that aren't checked and that Tab reaches."""
    grouped = {button for one in top.findChildren(QButtonGroup) for button in one.buttons()}
    groups = [one.buttons() for one in top.findChildren(QButtonGroup)]
    options = Qt.FindChildOption.FindDirectChildrenOnly
    for parent in (top, *top.findChildren(QWidget)):
        siblings = parent.findChildren(QRadioButton, options=options)
        groups.append([one for one in siblings if one not in grouped])
    for buttons in groups:
        radios = [one for one in buttons if isinstance(one, QRadioButton)]
        if not any(one.isChecked() and one.isEnabled() and one.isVisible() for one in radios):
            continue
        for one in radios:
            if not one.isChecked() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield f"{one.text()} in {type(one.parent()).__name__}"


def wrong_order(top: QWidget) -> Iterator[str]:
    """Yield pairs of which Tab reaches the second one later, though it is read first.

    It is above the first one, or to its left.
    """
    stops = [one for one in tab_stops(top) if one.isEnabled()]
    for at, first in enumerate(stops):
        for second in stops[at + 1 :]:
            if _is_read_before(second, first, top):
                yield f"{_name(second)} is read before {_name(first)}"


def _is_read_before(one: QWidget, other: QWidget, top: QWidget) -> bool:
    common = _common_area(one, other, top)
    a, b = _rect(one, common), _rect(other, common)
    if a.intersects(b):
        return False
    is_above = a.bottom() < b.top() and a.left() <= b.right() and b.left() <= a.right()
    is_left = a.right() < b.left() and a.top() <= b.bottom() and b.top() <= a.bottom()
    return is_above or is_left


def _areas(one: QWidget, top: QWidget) -> list[QWidget]:
    """Return the window and the scroll areas that a widget is in, from the outside."""
    areas = []
    parent = one.parentWidget()
    while parent is not None and parent is not top:
        if isinstance(parent, QAbstractScrollArea):
            areas.append(parent)
        parent = parent.parentWidget()
    return [top, *reversed(areas)]


def _common_area(one: QWidget, other: QWidget, top: QWidget) -> QWidget:
    found = top
    for a, b in zip(_areas(one, top), _areas(other, top), strict=False):
        if a is b:
            found = a
    return found


def _rect(one: QWidget, common: QWidget) -> QRect:
    """Return where it is; what is in another scroll area is where that is."""
    area = one
    parent = one.parentWidget()
    while parent is not None and parent is not common:
        if isinstance(parent, QAbstractScrollArea):
            area = parent
        parent = parent.parentWidget()
    rect = QRect(area.mapTo(common, QPoint()), area.size())
    return rect.adjusted(_OVERLAP, _OVERLAP, -_OVERLAP, -_OVERLAP)


def _name(one: QWidget) -> str:
    text = getattr(one, "text", str)() if hasattr(one, "text") else ""
    parent = type(one.parent()).__name__
    return f"{type(one).__name__} “{text or one.accessibleName()}” in {parent}"

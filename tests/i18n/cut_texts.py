"""Texts of a window that are cut off, or outside of it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QGroupBox,
    QLabel,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.labels.short_label import ShortLabel
from s3enc_gui.gui.widgets.scale import FONT_SIZE
from tests.i18n.cut_cells import cut_cells

_SLACK = 2  # pixels: rounding of font metrics
_FRAME = 8  # pixels that windows leave free on the screen of the tests, which is 800 wide


def cut_texts(top: QWidget) -> Iterator[str]:
    """Yield what of a visible window can't be read whole on a small screen.

    That is 900 x 620 pixels; with large fonts 1280 x 800.
    """
    is_large = QApplication.font().pointSizeF() > FONT_SIZE
    screen = QSize(1280, 800) if is_large else QSize(900, 620)
    if isinstance(top, QMainWindow) or top.windowFlags() & Qt.WindowType.WindowMaximizeButtonHint:
        top.resize(screen)
    elif top.isWindow() and top.width() >= top.screen().availableSize().width() - _FRAME:
        top.resize(screen.width(), min(top.height(), screen.height()))  # it wanted more
    elif top.isWindow():
        top.resize(top.size().boundedTo(screen))
    QApplication.processEvents()
    if top.isWindow() and top.size() != top.size().boundedTo(screen):
        yield f"{type(top).__name__} {top.size().toTuple()} is larger than the screen"
    yield from cut_cells(top)
    yield from _hidden_sides(top)
    for widget in top.findChildren(QWidget):
        if widget.window() is not top or not widget.isVisible():
            continue
        text = _text(widget)
        if not text:
            continue
        if _is_cut(widget):
            wanted = widget.sizeHint().toTuple()
            where = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            yield f"{where} {widget.size().toTuple()}, {wanted} needed: {text!r}"
        elif not _is_scrolled(widget) and not top.rect().contains(_area(widget, top)):
            yield f"{type(widget).__name__}: outside of the window: {text!r}"


def _hidden_sides(top: QWidget) -> Iterator[str]:
    """Yield the pages that are wider than what shows them, and can't be scrolled sideways."""
    for area in top.findChildren(QScrollArea):
        shown, inside = area.viewport(), area.widget()
        is_fixed = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if area.isVisible() and is_fixed and inside and inside.width() > shown.width() + _SLACK:
            where = f"{type(area).__name__} in {type(area.parent()).__name__}"
            yield f"{where} {shown.width()}, {inside.width()} needed: cut at its side"


def _text(widget: QWidget) -> str:
    match widget:
        case QLabel() | QAbstractButton():
            return widget.text()
        case QGroupBox():
            return widget.title()
    return ""


def _is_cut(widget: QWidget) -> bool:
    match widget:
        case ElidedLabel() | ShortLabel():
            return False  # made for names, which may be of any length
        case QLabel() if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + _SLACK
        case QToolButton() if widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            return False
        case QLabel() | QPushButton() | QToolButton() | QCheckBox() | QRadioButton():
            needed = widget.sizeHint()
            return needed.width() > widget.width() + _SLACK
    return False


def _is_scrolled(widget: QWidget | None) -> bool:
    while widget is not None:
        if isinstance(widget, QAbstractScrollArea):
            return True
        widget = widget.parentWidget()
    return False


def _area(widget: QWidget, top: QWidget) -> QRect:
    return QRect(widget.mapTo(top, QPoint()), widget.size())

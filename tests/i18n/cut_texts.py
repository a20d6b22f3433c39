"""Texts of a window that are cut off, or outside of it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QWidget,
)

from s3enc_gui.gui.connections.identity_label import IdentityLabel
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.labels.short_label import ShortLabel
from s3enc_gui.gui.widgets.scale import FONT_SIZE
from tests.i18n.cut_cells import cut_cells
from tests.i18n.cut_fields import cut_fields
from tests.i18n.overlapping import overlapping

_SLACK = 2  # pixels: rounding of font metrics
_SMALLEST = 0.85  # of the desktop's font, which the user chose to read
_TRANSLATED = "⟦"
_NARROW, _NARROW_LINES = 20, 4  # letters, lines
_EVENTS = 3  # times that a layout may post events to itself
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
    for _again in range(_EVENTS):
        QApplication.processEvents()
    if top.isWindow() and top.size() != top.size().boundedTo(screen):
        yield f"{type(top).__name__} {top.size().toTuple()} is larger than the screen"
    yield from cut_cells(top)
    yield from cut_fields(top)
    yield from overlapping(top)
    yield from _hidden_sides(top)
    for widget in top.findChildren(QWidget):
        if widget.window() is top and widget.isVisible():
            yield from (f"{_named(widget)} {fault}" for fault in _faults(widget, top))


def _faults(widget: QWidget, top: QWidget) -> Iterator[str]:
    size, text = widget.size().toTuple(), _text(widget)
    if _is_low(widget):
        yield f"{widget.height()} high, {_height(widget)} needed"
    if _font_size(widget) < QApplication.font().pointSizeF() * _SMALLEST:
        yield f"has a small font, {_font_size(widget)} points"
    if _is_squeezed(widget):
        yield f"{size} is a column of words"
    if text and _is_cut(widget):
        yield f"{size}, {widget.sizeHint().toTuple()} needed"
    elif text and not _is_scrolled(widget) and not top.rect().contains(_area(widget, top)):
        yield "is outside of the window"


def _named(widget: QWidget) -> str:
    text = _text(widget) or widget.accessibleName()
    return f"{type(widget).__name__} {text!r} in {type(widget.parent()).__name__}"


def _font_size(widget: QWidget) -> float:
    """Return the size of a widget's text; that of the application if it has none."""
    has_text = bool(_text(widget)) or isinstance(widget, QPlainTextEdit | QTextEdit | QLineEdit)
    return (widget.font() if has_text else QApplication.font()).pointSizeF()


def _hidden_sides(top: QWidget) -> Iterator[str]:
    """Yield the pages that are wider than what shows them, whether they can be scrolled or not."""
    for area in top.findChildren(QScrollArea):
        shown, inside = area.viewport(), area.widget()
        if area.isVisible() and inside and inside.width() > shown.width() + _SLACK:
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
        case ShortLabel() | ElidedLabel() if not _is_prose(widget):
            return False  # made for names, which may be of any length
        case QLabel() if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + _SLACK
        case QToolButton() if widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            return False
        case QLabel() | QPushButton() | QToolButton() | QCheckBox() | QRadioButton():
            return max(widget.sizeHint().width(), _width(widget)) > widget.width() + _SLACK
    return False


def _is_prose(widget: QLabel) -> bool:
    """Whether a label in one line has words of the program only, and no tip says more."""
    is_short = isinstance(widget, ShortLabel) or isinstance(widget.parent(), IdentityLabel)
    return not is_short and widget.text().startswith(_TRANSLATED)


def _width(widget: QWidget) -> int:
    """Return the width of a text; the line below a mnemonic parts it from the letters beside it."""
    parts = _text(widget).replace("&&", "").partition("&")
    pieces = (parts[0], parts[2][:1], parts[2][1:])
    return sum(widget.fontMetrics().horizontalAdvance(piece) for piece in pieces)


def _is_squeezed(widget: QWidget) -> bool:
    """Whether a text has a line for each of its words."""
    if not isinstance(widget, QLabel) or not widget.wordWrap():
        return False
    letter = widget.fontMetrics().averageCharWidth()
    lines = widget.heightForWidth(widget.width()) / widget.fontMetrics().lineSpacing()
    return widget.width() < _NARROW * letter and lines > _NARROW_LINES


def _is_low(widget: QWidget) -> bool:
    """Whether a widget of one line is lower than its text, whose accents are cut off."""
    match widget:
        case QLineEdit() if isinstance(widget.parent(), QComboBox | QAbstractSpinBox):
            return False  # they give it the height that they have
        case QComboBox() | QLineEdit() | QPushButton() | QCheckBox() | QRadioButton():
            return _height(widget) > widget.height() + _SLACK
        case QLabel() if widget.text() and not widget.wordWrap():
            return _height(widget) > widget.height() + _SLACK
    return False


def _height(widget: QWidget) -> int:
    """Return the height that a widget needs at its width."""
    if widget.hasHeightForWidth():
        return widget.heightForWidth(widget.width())
    return widget.sizeHint().height()


def _is_scrolled(widget: QWidget | None) -> bool:
    while widget is not None:
        if isinstance(widget, QAbstractScrollArea):
            return True
        widget = widget.parentWidget()
    return False


def _area(widget: QWidget, top: QWidget) -> QRect:
    return QRect(widget.mapTo(top, QPoint()), widget.size())

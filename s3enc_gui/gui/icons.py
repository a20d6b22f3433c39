"""Line icons, drawn in the colors of the current theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import ceil
from typing import Literal, cast

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QMessageBox

from s3enc_gui.gui import assets, colors
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.widgets.scale import scaled

Tone = Literal["text", "muted", "accent", "accent_text", "ok", "warning", "error", "disabled"]

_SIZES = (16, 20, 24, 32)
_BOX_SIZE = 40


def icon(name: str, tone: Tone = "text") -> QIcon:
    """Return an icon in a color of the current theme."""
    theme = colors.current()
    return _icon(name, _color(theme, tone), theme.disabled, _max_scale())


def pixmap(name: str, tone: Tone, size: int, scale: float) -> QPixmap:
    """Return an icon as a pixmap of `size` logical pixels."""
    return _drawn(name, _color(colors.current(), tone), size, scale)


def _color(theme: colors.Colors, tone: Tone) -> str:
    """Return a color of thin lines: the accent is made for white text on it."""
    color: str = getattr(theme, "link" if tone == "accent" else tone)
    return color


def app_icon() -> QIcon:
    """Return the application icon."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_drawn("s3enc", "", size, 1.0))
    return made


def keep_box_icon(box: QMessageBox, name: str, tone: Tone) -> None:
    """Set the icon of a message box; it is redrawn when the theme changes."""
    size, scale = scaled(_BOX_SIZE), box.devicePixelRatioF()
    _Tint(box, lambda: box.setIconPixmap(pixmap(name, tone, size, scale)))


def keep_icon(target: QAction | QAbstractButton, name: str, tone: Tone = "text") -> None:
    """Set the icon of an action or a button; it is redrawn when the theme changes."""
    previous = target.findChild(_Tint)
    if previous is not None:
        previous.setParent(None)
    _Tint(target, lambda: target.setIcon(icon(name, tone)))


class _Tint(QObject):
    """Draws an icon of its parent, and draws it again when the theme changes."""

    def __init__(self, target: QObject, draw: Callable[[], None]) -> None:
        super().__init__(target)
        self._draw = draw
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)
        _application().screenAdded.connect(self.apply)  # its resolution may be higher
        self.apply()

    def apply(self) -> None:
        """Set the icon in the color of the current theme."""
        self._draw()


class ItemIcons(QObject):
    """The icons of the items of a list, tree or combo box: redrawn when the theme changes.

    Models that make their icons anew for each painting need no such thing.
    """

    def __init__(self, view: QAbstractItemView | QComboBox) -> None:
        super().__init__(view)
        self._model = view.model()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)
        _application().screenAdded.connect(self.apply)

    def set_icon(self, at: QModelIndex, name: str, tone: Tone) -> None:
        """Set the icon of an item."""
        self._model.setData(at, (name, tone), roles.SIGN)
        self._model.setData(at, icon(name, tone), Qt.ItemDataRole.DecorationRole)

    def apply(self) -> None:
        """Set all icons in the colors of the current theme."""
        for at in self._below(QModelIndex()):
            if sign := at.data(roles.SIGN):
                self.set_icon(at, *sign)

    def _below(self, parent: QModelIndex) -> Iterator[QModelIndex]:
        is_list = isinstance(self._model, QAbstractListModel)  # its columnCount is private
        columns = 1 if is_list else self._model.columnCount(parent)
        for row in range(self._model.rowCount(parent)):
            for column in range(columns):
                at = self._model.index(row, column, parent)
                yield at
                yield from self._below(at)


def _application() -> QGuiApplication:
    return cast("QGuiApplication", QGuiApplication.instance())


def _max_scale() -> int:
    """Return the highest device pixel ratio of all screens, rounded up."""
    return ceil(_application().devicePixelRatio())


@lru_cache(maxsize=256)
def _icon(name: str, color: str, disabled: str, max_scale: int) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        for scale in range(1, max_scale + 1):
            drawn = _drawn(name, color, size, scale)
            for mode in (
                QIcon.Mode.Normal,
                QIcon.Mode.Selected,
            ):  # the color doesn't change in a selected row
                made.addPixmap(drawn, mode)
            made.addPixmap(_drawn(name, disabled, size, scale), QIcon.Mode.Disabled)
    return made


def _drawn(name: str, color: str, size: int, scale: float) -> QPixmap:
    picture = QPixmap(QSize(size, size) * scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, color).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    text = assets.icon_path(name).read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", color).encode()))

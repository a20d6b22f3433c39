"""One entry of a legend."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QBrush,
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from s3enc_gui.domain.audits.audit import Group
from s3enc_gui.gui import colors

HEIGHT = 26
LONGEST = 260  # pixels of words; the tool tip has all
_SWATCH = 12
_PADDING = 8
_GAP = 6
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -1000,
    Qt.Key.Key_End: 1000,
}


class LegendButton(QToolButton):
    """A swatch, words and a number; checked with a tick, or crossed out where it is excluded.

    `toggle_wanted` and `exclude_wanted` carry the group it stands for: what it shows follows when
    it is told. `moved` carries a step to another one.
    """

    toggle_wanted = Signal(object)
    exclude_wanted = Signal(object)
    moved = Signal(int)

    def __init__(self, group: Group | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stands_for = group
        self._words, self._count, self._color = "", "", ""
        self._excluded = False
        self._width = 0
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.clicked.connect(self._clicked)
        self.toggled.connect(self._clicked)  # a screen reader toggles without a click

    @property
    def excluded(self) -> bool:
        """Whether it is crossed out."""
        return self._excluded

    def show_share(self, words: str, count: str, color: str) -> None:
        """Show another entry; `colour` is `#rrggbb`, empty: hatched."""
        if (words, count, color) != (self._words, self._count, self._color):
            self._words, self._count, self._color = words, count, color
            self._width = self._measured()
            self.updateGeometry()
            self.update()

    def show_state(self, *, chosen: bool, excluded: bool) -> None:
        """Show whether it is chosen, or excluded."""
        self._excluded = chosen and excluded
        with QSignalBlocker(self):  # it is shown, and not wished
            self.setChecked(chosen)
        self.setAccessibleDescription(self.tr("Left out") if self._excluded else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return what it needs; a growing number needs nothing new with every digit that turns."""
        return QSize(self._width, HEIGHT)

    def nextCheckState(self) -> None:
        """Leave it to whoever is told."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click; with Ctrl it excludes."""
        hit = self.isDown() and self.rect().contains(event.position().toPoint())
        if hit and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.setDown(False)
            self.exclude_wanted.emit(self.stands_for)
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter choose, with Ctrl exclude; the arrows go to the next one."""
        key = Qt.Key(event.key())
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _PRESSES and held:
            self.exclude_wanted.emit(self.stands_for)
        elif key in _PRESSES:
            self.click()
        elif key in _STEPS:
            self.moved.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer both in words."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.actions_in(menu):
            menu.addAction(action)
        menu.popup(event.globalPos())

    def actions_in(self, menu: QMenu) -> tuple[QAction, QAction]:
        """Return what can be done with it, as actions of a menu."""
        shown = self.isChecked() and not self._excluded
        only = QAction(self.tr("Show all") if shown else self.tr("Show only this"), menu)
        but = QAction(self.tr("Show again") if self._excluded else self.tr("All but this"), menu)
        only.triggered.connect(self._clicked)
        but.triggered.connect(self._exclude)
        return only, but

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the colours of the moment."""
        del event
        shown = colors.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground, line = self._dress(shown)
        painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(ground)) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 5, 5)
        top = (self.height() - _SWATCH) // 2
        draw_swatch(painter, QRect(_PADDING, top, _SWATCH, _SWATCH), self._color)
        if self.isChecked():
            self._draw_sign(painter, QRectF(_PADDING, top, _SWATCH, _SWATCH))
        self._draw_text(painter, shown)
        painter.end()

    @Slot()
    def _clicked(self) -> None:
        self.toggle_wanted.emit(self.stands_for)

    @Slot()
    def _exclude(self) -> None:
        self.exclude_wanted.emit(self.stands_for)

    def _dress(self, shown: colors.Colors) -> tuple[str, str]:
        """Return ground and line."""
        line = shown.link if self.hasFocus() else shown.link if self.isChecked() else ""
        if self.isChecked():
            return shown.accent_soft, line
        return shown.pressed if self.isDown() or self.underMouse() else "", line

    def _draw_text(self, painter: QPainter, shown: colors.Colors) -> None:
        font = QFont(self.font())
        left = _PADDING + _SWATCH + _GAP
        counted = self.fontMetrics().horizontalAdvance(self._count)
        room = self.width() - left - _PADDING - counted - _GAP
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideMiddle, room)
        font.setStrikeOut(self._excluded)
        painter.setFont(font)
        painter.setPen(QColor(shown.muted if self._excluded else shown.text))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(left, 0, room, self.height()), middle, words)
        font.setStrikeOut(False)
        painter.setFont(font)
        painter.setPen(QColor(shown.muted))
        taken = min(room, self.fontMetrics().horizontalAdvance(words))
        place = QRect(left + taken + _GAP, 0, counted + 2, self.height())
        painter.drawText(place, middle, self._count)

    def _draw_sign(self, painter: QPainter, area: QRectF) -> None:
        """Draw a tick over the swatch, or a cross: which it is, is seen without colour."""
        painter.setPen(QPen(QColor("#ffffff"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        x, y, size = area.x(), area.y(), area.width()
        if self._excluded:
            painter.drawLine(QPointF(x + 3, y + 3), QPointF(x + size - 3, y + size - 3))
            painter.drawLine(QPointF(x + size - 3, y + 3), QPointF(x + 3, y + size - 3))
        else:
            points = [QPointF(x + 2.8, y + 6.2), QPointF(x + 5, y + 8.4), QPointF(x + 9.2, y + 3.8)]
            painter.drawPolyline(QPolygonF(points))

    def _measured(self) -> int:
        measure = self.fontMetrics().horizontalAdvance
        words = min(LONGEST, measure(self._words))
        # All digits as wide as an 8: not every other number is to move its neighbours.
        number = measure("".join("8" if one.isdigit() else one for one in self._count))
        return _PADDING + _SWATCH + _GAP + words + _GAP + number + _PADDING + 2


def draw_swatch(painter: QPainter, area: QRect, color: str) -> None:
    """Draw a little square of a colour; without one hatched, as what is not known is."""
    shown = colors.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color or shown.strong_border))
    if not color:
        painter.setPen(QPen(QColor(shown.strong_border), 1))
        painter.setBrush(QBrush(QColor(shown.strong_border), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(area, 3, 3)


def swatch_icon(color: str, scale: float = 1.0) -> QIcon:
    """Return a swatch as an icon for a menu."""
    picture = QPixmap(QSize(16, 16) * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_swatch(painter, QRect(2, 2, _SWATCH, _SWATCH), color)
    painter.end()
    return QIcon(picture)

"""Button of one legend entry."""

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

from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.gui import colors
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.status import UNUSABLE_KEY
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.i18n import _

HEIGHT = 26
MAX_LABEL = 260  # pixels; the tool tip has the whole label
_SWATCH = 12
_ICON = 16
_PADDING = 8
_GAP = 6
_TOGGLE_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVE_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -1000,
    Qt.Key.Key_End: 1000,
}


class LegendButton(QToolButton):
    """Swatch, label and count; shows a check mark if chosen, a cross if excluded.

    `toggle_requested` and `exclude_requested` carry its group; the owner calls `show_state`.
    `moved` carries a step to another entry.
    """

    toggle_requested = Signal(object)
    exclude_requested = Signal(object)
    moved = Signal(int)

    def __init__(self, group: Group | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.encryption_group = group
        self._label, self._count, self._color = "", "", ""
        self._excluded = self._warns = False
        self._width = 0
        self.setCheckable(True)
        self.setFixedHeight(scaled(HEIGHT))
        self.clicked.connect(self._clicked)
        self.toggled.connect(self._clicked)  # a screen reader toggles without a click

    @property
    def color(self) -> str:
        """The color of its swatch."""
        return self._color

    @property
    def excluded(self) -> bool:
        """Whether it is excluded."""
        return self._excluded

    @property
    def warns(self) -> bool:
        """Whether a warning icon stands before its label."""
        return self._warns

    def show_share(self, label: str, count: str, color: str, *, warns: bool = False) -> None:
        """Show an entry; `color` is `#rrggbb`, or empty for hatched; `warns`: a warning icon."""
        entry = (label, count, color, warns)
        if entry != (self._label, self._count, self._color, self._warns):
            self._label, self._count, self._color, self._warns = entry
            self._width = self._measure()
            self.updateGeometry()
            self.update()

    def show_state(self, *, chosen: bool, excluded: bool) -> None:
        """Show whether it is chosen, and whether chosen entries are excluded."""
        self._excluded = chosen and excluded
        with QSignalBlocker(self):  # `toggled` means a request of the user
            self.setChecked(chosen)
        self.setAccessibleDescription(_("Excluded") if self._excluded else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width, which doesn't change with every digit (Qt)."""
        return QSize(self._width, HEIGHT)

    def nextCheckState(self) -> None:
        """Do nothing: the owner calls `show_state` (Qt)."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle on a click, exclude on Ctrl+click (Qt)."""
        hit = self.isDown() and self.rect().contains(event.position().toPoint())
        if hit and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.setDown(False)
            self.exclude_requested.emit(self.encryption_group)
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter toggle, with Ctrl exclude; arrow keys move (Qt)."""
        key = Qt.Key(event.key())
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _TOGGLE_KEYS and held:
            self.exclude_requested.emit(self.encryption_group)
        elif key in _TOGGLE_KEYS:
            self.click()
        elif key in _MOVE_KEYS:
            self.moved.emit(_MOVE_KEYS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open a menu with both actions (Qt)."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.actions_in(menu):
            menu.addAction(action)
        menu.popup(event.globalPos())

    def actions_in(self, menu: QMenu) -> tuple[QAction, QAction]:
        """Return the actions of the context menu."""
        shown = self.isChecked() and not self._excluded
        toggle = QAction(_("Show all") if shown else _("Show only this"), menu)
        exclude = QAction(_("Show again") if self._excluded else _("Exclude this"), menu)
        toggle.triggered.connect(self._clicked)
        exclude.triggered.connect(self._exclude)
        return toggle, exclude

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint with the hover color (Qt)."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entry in the current colors (Qt)."""
        del event
        shown = colors.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground, border = self._frame_colors(shown)
        painter.setPen(QPen(QColor(border), 1) if border else Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(ground)) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 5, 5)
        top = (self.height() - _SWATCH) // 2
        draw_swatch(painter, QRect(_PADDING, top, _SWATCH, _SWATCH), self._color)
        if self.isChecked():
            self._draw_mark(painter, QRectF(_PADDING, top, _SWATCH, _SWATCH))
        self._draw_text(painter, shown)
        painter.end()

    @Slot()
    def _clicked(self) -> None:
        self.toggle_requested.emit(self.encryption_group)

    @Slot()
    def _exclude(self) -> None:
        self.exclude_requested.emit(self.encryption_group)

    def _frame_colors(self, shown: colors.Colors) -> tuple[str, str]:
        """Return background and border color; empty: none."""
        border = shown.link if self.hasFocus() else shown.link if self.isChecked() else ""
        if self.isChecked():
            return shown.accent_soft, border
        return shown.pressed if self.isDown() or self.underMouse() else "", border

    def _draw_text(self, painter: QPainter, shown: colors.Colors) -> None:
        font = QFont(self.font())
        left = _PADDING + _SWATCH + _GAP
        if self._warns:
            top = (self.height() - _ICON) // 2
            icon(UNUSABLE_KEY.icon, UNUSABLE_KEY.tone).paint(
                painter, QRect(left, top, _ICON, _ICON)
            )
            left += _ICON + _GAP
        counted = self.fontMetrics().horizontalAdvance(self._count)
        space = self.width() - left - _PADDING - counted - _GAP
        label = self.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideMiddle, space)
        font.setStrikeOut(self._excluded)
        painter.setFont(font)
        painter.setPen(QColor(shown.muted if self._excluded else shown.text))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(left, 0, space, self.height()), middle, label)
        font.setStrikeOut(False)
        painter.setFont(font)
        painter.setPen(QColor(shown.muted))
        used = min(space, self.fontMetrics().horizontalAdvance(label))
        area = QRect(left + used + _GAP, 0, counted + 2, self.height())
        painter.drawText(area, middle, self._count)

    def _draw_mark(self, painter: QPainter, area: QRectF) -> None:
        """Draw a check mark or a cross over the swatch, visible without color."""
        painter.setPen(QPen(QColor("#ffffff"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        x, y, size = area.x(), area.y(), area.width()
        if self._excluded:
            painter.drawLine(QPointF(x + 3, y + 3), QPointF(x + size - 3, y + size - 3))
            painter.drawLine(QPointF(x + size - 3, y + 3), QPointF(x + 3, y + size - 3))
        else:
            points = [QPointF(x + 2.8, y + 6.2), QPointF(x + 5, y + 8.4), QPointF(x + 9.2, y + 3.8)]
            painter.drawPolyline(QPolygonF(points))

    def _measure(self) -> int:
        measure = self.fontMetrics().horizontalAdvance
        label = min(MAX_LABEL, measure(self._label))
        # Every digit counts as an 8, so that changing numbers don't move the neighbors.
        number = measure("".join("8" if one.isdigit() else one for one in self._count))
        icons = _SWATCH + _GAP + (_ICON + _GAP if self._warns else 0)
        return _PADDING + icons + label + _GAP + number + _PADDING + 2


def draw_swatch(painter: QPainter, area: QRect, color: str) -> None:
    """Draw a small square in a color; hatched if `color` is empty."""
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

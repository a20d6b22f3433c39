"""Item delegate that paints a progress bar."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from s3enc_gui.gui import colors
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import Index


class ProgressDelegate(QStyledItemDelegate):
    """Paints a bar, percent and, if there is space, speed (roles PERMILLE and DETAIL).

    `tone` returns the bar's color. Without a PERMILLE the bar is empty, or hidden with `hides`.
    """

    BAR, PERCENT, SPEED, EDGE = 6, 50, 74, 11
    FULL_WIDTH = 158  # pixels for all three
    GAP = 8  # before a number

    def __init__(
        self, tone: Callable[[Index], Tone], parent: QWidget, *, hides: bool = False
    ) -> None:
        super().__init__(parent)
        self._tone, self._hides = tone, hides

    @classmethod
    def number_widths(cls, metrics: QFontMetrics) -> tuple[int, int]:
        """Return the widths of percent and speed, in pixels; large fonts need more."""
        return (
            max(cls.PERCENT, metrics.horizontalAdvance("100%") + cls.GAP),
            max(cls.SPEED, metrics.horizontalAdvance("999.9 MB/s") + cls.GAP),
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell (Qt)."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        permille, detail = index.data(roles.PERMILLE), index.data(roles.DETAIL)
        if permille is None and self._hides:
            return
        cell = option.rect.adjusted(self.EDGE, 0, -self.EDGE, 0)
        percent, speed = self.number_widths(option.fontMetrics)
        wider = percent - self.PERCENT + speed - self.SPEED
        shows_speed = cell.width() >= self.FULL_WIDTH + wider
        numbers = percent + (speed if shows_speed else 0)
        painter.save()
        shown, scale = colors.current(), option.widget.devicePixelRatioF()
        color = getattr(shown, self._tone(index))
        width = cell.width() - numbers
        if width > 0:
            bar = bar_pixmap(width, self.BAR, permille or 0, color, shown.track, scale)
            painter.drawPixmap(cell.left(), cell.center().y() - self.BAR // 2, bar)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        area = QRect(cell.right() - numbers + 1, cell.top(), percent, cell.height())
        if permille is not None:
            painter.setPen(option.palette.text().color())
            painter.drawText(area, right, f"{permille // 10}%")
        if shows_speed and detail:
            area = QRect(area.right() + 1, cell.top(), speed, cell.height())
            painter.setPen(QColor(shown.muted))
            painter.drawText(area, right, detail)
        painter.restore()


@lru_cache(maxsize=512)
def bar_pixmap(
    width: int, height: int, permille: int, color: str, ground: str, scale: float
) -> QPixmap:
    """Return a bar, cached: each QPainter call made while a table is painted acquires the GIL."""
    bar = QPixmap(QSize(max(width, 1), height) * scale)
    bar.setDevicePixelRatio(scale)
    bar.fill(Qt.GlobalColor.transparent)
    painter = QPainter(bar)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for part, filled in ((1000, ground), (permille, color)):
        if part:
            # A shorter bar couldn't have round ends.
            length = max(height, width * part / 1000)
            painter.setBrush(QColor(filled))
            painter.drawRoundedRect(QRectF(0, 0, length, height), height / 2, height / 2)
    painter.end()
    return bar

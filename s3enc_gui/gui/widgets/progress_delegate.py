"""A bar in a table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from s3enc_gui.gui import colours
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index


class ProgressDelegate(QStyledItemDelegate):
    """A bar, then percent and, where there is room, speed in columns of their own.

    The roles PERMILLE and DETAIL tell them; `tone` is the bar's. Where nothing is known of it, the
    bar is empty, or with `hides` there is none.
    """

    BAR, PERCENT, SPEED, EDGE = 6, 50, 74, 11
    ROOM = 158  # pixels for all of them

    def __init__(
        self, tone: Callable[[Index], Tone], parent: QWidget, *, hides: bool = False
    ) -> None:
        super().__init__(parent)
        self._tone, self._hides = tone, hides

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        permille, detail = index.data(roles.PERMILLE), index.data(roles.DETAIL)
        if permille is None and self._hides:
            return
        cell = option.rect.adjusted(self.EDGE, 0, -self.EDGE, 0)
        roomy = cell.width() >= self.ROOM
        numbers = self.PERCENT + (self.SPEED if roomy else 0)
        painter.save()
        bar = QRectF(cell.adjusted(0, 0, -numbers, 0))
        bar = QRectF(bar.left(), bar.center().y() - self.BAR / 2, bar.width(), self.BAR)
        self._draw_bar(painter, bar, permille or 0, self._tone(index))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        room = QRect(cell.right() - numbers + 1, cell.top(), self.PERCENT, cell.height())
        if permille is not None:
            painter.setPen(option.palette.text().color())
            painter.drawText(room, right, f"{permille // 10} %")
        if roomy and detail:
            room = QRect(room.right() + 1, cell.top(), self.SPEED, cell.height())
            painter.setPen(QColor(colours.current().muted))
            painter.drawText(room, right, detail)
        painter.restore()

    def _draw_bar(self, painter: QPainter, area: QRectF, permille: int, tone: Tone) -> None:
        shown, radius = colours.current(), self.BAR / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.border))
        painter.drawRoundedRect(area, radius, radius)
        if permille:
            # Never narrower than it is high: that would be no round end.
            area.setWidth(max(self.BAR, area.width() * permille / 1000))
            painter.setBrush(QColor(getattr(shown, tone)))
            painter.drawRoundedRect(area, radius, radius)

"""How the cell of an object's encryption is painted."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from s3enc_gui.gui import colours
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.index import Index

_ICON, _GAP, _MARGIN = 16, 7, 8


class EncryptionDelegate(QStyledItemDelegate):
    """Icon and word; behind them, quietly, how old it is where it is from an earlier look."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        self.initStyleOption(option, index)
        text, sign = option.text, QIcon(option.icon)
        option.text, option.icon = "", QIcon()
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if not text:
            return
        painter.save()
        room = option.rect.adjusted(_MARGIN, 0, -_MARGIN, -1)
        if not sign.isNull():
            spot = QRect(room.left(), room.center().y() - _ICON // 2 + 1, _ICON, _ICON)
            sign.paint(painter, spot)
            room.setLeft(spot.right() + _GAP)
        metrics = option.fontMetrics
        age = index.data(roles.DETAIL)
        shown = colours.current()
        if age:
            width = metrics.horizontalAdvance(age)
            if metrics.horizontalAdvance(text) + 12 + width <= room.width():
                painter.setPen(QColor(shown.muted))
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(room, side, age)
        quiet = age or not index.data(roles.OBJECT).looked
        painter.setPen(QColor(shown.muted if quiet else shown.text))
        words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, left, words)
        painter.restore()

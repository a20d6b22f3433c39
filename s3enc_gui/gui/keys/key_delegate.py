"""Item delegate of a KMS key: name, problem and key ID."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from s3enc_gui.gui import colors
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.keys.keys_model import RowKind
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.models.model_index import Index

_GAP = 10
_ICON = 16


class KeyDelegate(QStyledItemDelegate):
    """Paints name, problem (icon and text) and key ID in one line of fixed height."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a fixed size: the popup determines the width (Qt)."""
        del index
        return QSize(120, option.fontMetrics.height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row (Qt)."""
        detail = str(index.data(roles.DETAIL) or "")
        problem = str(index.data(roles.PROBLEM) or "")
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        widget = option.widget
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        shown = colors.current()
        painter.save()
        rect = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        rect = self._draw_right(painter, option, rect, detail, QColor(shown.muted))
        if problem:
            rect = self._draw_right(painter, option, rect, problem, QColor(shown.warning))
            spot = QRect(rect.right() - _ICON, rect.center().y() - _ICON // 2, _ICON, _ICON)
            icon("warning", "warning").paint(
                painter, spot, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal
            )
            rect.setRight(spot.left() - _GAP)
        muted = problem or index.data(roles.OBJECT).kind is RowKind.NOTE
        painter.setPen(QColor(shown.muted if muted else shown.text))
        elided = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()

    @staticmethod
    def _draw_right(
        painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str, color: QColor
    ) -> QRect:
        """Draw a text right-aligned and return the remaining area."""
        if not text:
            return rect
        painter.setPen(color)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        width = option.fontMetrics.horizontalAdvance(text)
        return rect.adjusted(0, 0, -width - _GAP, 0)

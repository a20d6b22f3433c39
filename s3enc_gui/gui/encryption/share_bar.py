"""Shares of a whole, painted as one bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from s3enc_gui.gui import colors
from s3enc_gui.gui.messages.plain import plain_tip

LEAST = 3  # pixels: the rare ones are seen, too
_HEIGHT = 14
_RADIUS = 5.0
_FADED = 0.25  # opacity of what the filter leaves out


@dataclass(frozen=True, slots=True)
class Segment:
    """A share; `colour` is `#rrggbb`, empty for what is not known yet: hatched."""

    amount: int
    color: str
    tip: str = ""
    faded: bool = False


def bounds(amounts: Sequence[int], width: int, least: int = LEAST) -> list[tuple[float, float]]:
    """Return (left, right) of each share in pixels.

    A share that is not 0 has `least` at the least, for which the others give way in proportion.
    """
    total = sum(amounts)
    if total <= 0 or width <= 0:
        return [(0.0, 0.0)] * len(amounts)
    least = min(least, width // sum(amount > 0 for amount in amounts))
    small = [0 < amount * width < least * total for amount in amounts]
    room = width - least * sum(small)
    rest = sum(amount for amount, is_small in zip(amounts, small, strict=True) if not is_small)
    edges, left = [], 0.0
    for amount, is_small in zip(amounts, small, strict=True):
        right = left + (least if is_small else room * amount / rest if rest else 0.0)
        edges.append((left, right))
        left = right
    return edges


class ShareBar(QWidget):
    """Shows pieces from left to right; `pressed` carries the number of the one that is clicked.

    A picture only: all it says is said in words beside it, and can be done there by keyboard.
    """

    pressed = Signal(int, bool)  # and whether Ctrl was held

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: tuple[Segment, ...] = ()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pieces(self, pieces: Sequence[Segment]) -> None:
        """Show other shares."""
        self._pieces = tuple(pieces)
        self.setCursor(Qt.CursorShape.PointingHandCursor if pieces else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width with room for a few shares."""
        return QSize(240, _HEIGHT)

    def piece_at(self, x: float) -> int | None:
        """Return the number of the share at a place, None where there is none."""
        edges = bounds([one.amount for one in self._pieces], self.width())
        return next((number for number, (a, b) in enumerate(edges) if a <= x < b), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which share was clicked."""
        number = self.piece_at(event.position().x())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.pressed.emit(number, bool(held))

    def event(self, event: QEvent) -> bool:
        """Say in words what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.piece_at(event.pos().x())
            text = "" if number is None else plain_tip(self._pieces[number].tip)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shares, with a line between two."""
        del event
        shown = colors.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(whole)
        painter.fillRect(self.rect(), QColor(shown.border))
        edges = bounds([one.amount for one in self._pieces], self.width())
        for piece, (left, right) in zip(self._pieces, edges, strict=True):
            gap = 1.0 if right < self.width() - 0.5 and right - left >= LEAST else 0.0
            area = QRectF(left, 0, right - left - gap, self.height())
            painter.setOpacity(_FADED if piece.faded else 1.0)
            painter.fillRect(QRectF(left, 0, right - left, self.height()), QColor(shown.base))
            if piece.color:
                painter.fillRect(area, QColor(piece.color))
            else:
                painter.fillRect(area, QColor(shown.border))
                hatch = QBrush(QColor(shown.strong_border), Qt.BrushStyle.BDiagPattern)
                painter.fillRect(area, hatch)
        painter.end()

"""Bar that shows shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence

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

from s3enc_gui.dataclass import dataclass
from s3enc_gui.gui import colors
from s3enc_gui.gui.messages.plain_text import plain_tip

MIN_WIDTH = 3  # pixels, so that small shares are visible
_HEIGHT = 14
_RADIUS = 5.0
_FADED = 0.25  # opacity of shares that the filter hides


@dataclass(frozen=True, slots=True)
class Segment:
    """A share; `color` is `#rrggbb`, or empty for hatched (not checked yet)."""

    amount: int
    color: str
    tip: str = ""
    faded: bool = False


def bounds(
    amounts: Sequence[int], width: int, minimum: int = MIN_WIDTH
) -> list[tuple[float, float]]:
    """Return (left, right) of each share in pixels.

    Shares above 0 get `minimum` pixels or more, at the expense of the others in proportion.
    """
    total = sum(amounts)
    if total <= 0 or width <= 0:
        return [(0.0, 0.0)] * len(amounts)
    minimum = min(minimum, width // sum(amount > 0 for amount in amounts))
    small = [0 < amount * width < minimum * total for amount in amounts]
    space = width - minimum * sum(small)
    rest = sum(amount for amount, is_small in zip(amounts, small, strict=True) if not is_small)
    edges, left = [], 0.0
    for amount, is_small in zip(amounts, small, strict=True):
        right = left + (minimum if is_small else space * amount / rest if rest else 0.0)
        edges.append((left, right))
        left = right
    return edges


class ShareBar(QWidget):
    """Shows segments from left to right; `pressed` carries the index of a clicked one.

    The legend has the same information and functions for keyboard and screen readers.
    """

    pressed = Signal(int, bool)  # and whether Ctrl was held

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: tuple[Segment, ...] = ()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_segments(self, segments: Sequence[Segment]) -> None:
        """Show segments."""
        self._segments = tuple(segments)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if segments else Qt.CursorShape.ArrowCursor
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width for a few segments (Qt)."""
        return QSize(240, _HEIGHT)

    def segment_at(self, x: float) -> int | None:
        """Return the index of the segment at a position; None if there is none."""
        edges = bounds([one.amount for one in self._segments], self.width())
        return next((number for number, (a, b) in enumerate(edges) if a <= x < b), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Emit `pressed` (Qt)."""
        number = self.segment_at(event.position().x())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.pressed.emit(number, bool(held))

    def event(self, event: QEvent) -> bool:
        """Show the tool tip of a segment (Qt)."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.segment_at(event.pos().x())
            text = "" if number is None else plain_tip(self._segments[number].tip)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segments with gaps between them (Qt)."""
        del event
        shown = colors.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QPainterPath()
        whole.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(whole)
        painter.fillRect(self.rect(), QColor(shown.border))
        edges = bounds([one.amount for one in self._segments], self.width())
        for segment, (left, right) in zip(self._segments, edges, strict=True):
            gap = 1.0 if right < self.width() - 0.5 and right - left >= MIN_WIDTH else 0.0
            area = QRectF(left, 0, right - left - gap, self.height())
            painter.setOpacity(_FADED if segment.faded else 1.0)
            painter.fillRect(QRectF(left, 0, right - left, self.height()), QColor(shown.base))
            if segment.color:
                painter.fillRect(area, QColor(segment.color))
            else:
                painter.fillRect(area, QColor(shown.border))
                hatch = QBrush(QColor(shown.strong_border), Qt.BrushStyle.BDiagPattern)
                painter.fillRect(area, hatch)
        painter.end()

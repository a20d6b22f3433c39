"""The bars of all errands, in the room that they are given."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from s3enc_gui.gui.browser.operations.operations import Operation

_SHARE = 3  # the bars take a third of the panel at most: the list is what people work with
_SPACING = 6


class OperationList(QScrollArea):
    """The bars of the errands under way, and of those whose end has not been read yet.

    The newest is on top; where there are too many they are scrolled. `changed` is that of each.
    `panel` is what they are a part of.
    """

    changed = Signal(str)

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        panel.installEventFilter(self)
        self._bucket = ""
        self._bars = QWidget()
        self._column = QVBoxLayout(self._bars)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_SPACING)
        self.setWidget(self._bars)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._bars.setAutoFillBackground(False)
        self._bars.installEventFilter(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fit)
        self.operations: list[Operation] = []
        self.setVisible(False)

    def count_active(self) -> int:
        """Return how many are under way."""
        return sum(operation.is_active for operation in self.operations)

    def add(self, operation: Operation) -> None:
        """Show an errand; those that have ended and ask nothing give way."""
        self.give_way()
        self.operations.append(operation)
        self._column.insertWidget(0, operation.bar)
        operation.bar.closed.connect(self._tidy)
        operation.changed.connect(self.changed)
        self.setVisible(True)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def come_to(self, bucket: str) -> None:
        """Have done with what was told of another bucket: whoever left it has had it before them.

        A question stays wherever the user goes, for it would be lost, and so does what is under
        way.
        """
        if bucket != self._bucket:
            self._bucket = bucket
            self.give_way()

    def give_way(self) -> None:
        """Take away what has ended, was in sight, and asks nothing."""
        for operation in tuple(self.operations):
            if operation.bar.is_read:
                self._remove(operation)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit in anew when the bars want another height, or the panel has another."""
        of_bars = watched is self._bars and event.type() is QEvent.Type.LayoutRequest
        of_panel = watched is self._panel and event.type() is QEvent.Type.Resize
        if of_bars or of_panel:
            self._soon.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may take other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._soon.start()

    def _fit(self) -> None:
        if not self.operations:
            return
        width = self.viewport().width()
        need = max(self._column.totalHeightForWidth(width), self._column.sizeHint().height())
        newest = self.operations[-1].bar
        least = max(newest.heightForWidth(width), newest.sizeHint().height())
        self.setFixedHeight(min(need, max(least, self._panel.height() // _SHARE)))

    def _tidy(self) -> None:
        for operation in tuple(self.operations):
            if operation.bar.is_closed:
                self._remove(operation)

    def _remove(self, operation: Operation) -> None:
        self.operations.remove(operation)
        self._column.removeWidget(operation.bar)
        operation.bar.hide()
        operation.bar.deleteLater()
        operation.deleteLater()
        self.setVisible(bool(self.operations))
        self._soon.start()

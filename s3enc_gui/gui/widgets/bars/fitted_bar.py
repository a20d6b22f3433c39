"""Base of the bars whose text wraps."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame


class FittedBar(QFrame):
    """As high as its wrapped text needs: `_fit_width` says how, for a width that is known."""

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped text (Qt)."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the wrapped text (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fit the bar to its text, which may be another one."""
        if self.isVisible():  # before, the width isn't known
            self._fit_width()

    def _fit_width(self) -> None:
        raise NotImplementedError

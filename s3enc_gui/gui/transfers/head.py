"""The line above the transfers: all that is left of the panel where it is folded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.gui.transfers.menu import AllTransfersButton
from s3enc_gui.gui.widgets.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import flat_button, label

_ROOM_FOR_TEXT = 880  # pixels; in less the buttons are icons only
_ROOM_FOR_SUMMARY = 640
_TOLD = 3  # the summary's place on the line, after a space


class TransfersHeader(QWidget):
    """Heading, summary with its bar, and the buttons; `folded` tells of the wish to fold."""

    folded = Signal(bool)

    def __init__(
        self, selected: Sequence[QAction], every: AllTransfersButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.fold = flat_button("fold", self.tr("Hide the list of transfers"))
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._fold)
        self.heading = label(self.tr("Transfers"), "heading")
        self._sign = IconLabel("upload", "accent", 18)
        self.summary = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of all transfers"))
        self._buttons = [_button(action) for action in selected]
        self._every = every
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        told = QHBoxLayout()
        told.setSpacing(6)
        told.addWidget(self._sign)
        told.addWidget(self.summary, 1)
        self._told = QWidget()
        self._told.setLayout(told)
        told.setContentsMargins(0, 0, 0, 0)
        line = self._line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.fold)
        line.addWidget(self.heading)
        line.addSpacing(12)
        line.addWidget(self._told, 1)
        line.addSpacing(8)
        for button in self._buttons:
            line.addWidget(button)
        line.addWidget(every)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.bar)

    def show_progress(self, sign: StateIcon, words: str, permille: int, *, going: bool) -> None:
        """Show how far all are."""
        self._sign.show_icon(sign.icon, sign.tone)
        self.summary.show_text(words)
        self.bar.setValue(permille)
        self.bar.setVisible(going)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the buttons out where there is little room.

        Where there is still less, the summary has a line of its own.
        """
        super().resizeEvent(event)
        self._break(self.width() < _ROOM_FOR_SUMMARY)
        style = Qt.ToolButtonStyle
        roomy = self.width() >= _ROOM_FOR_TEXT
        for button in self._buttons:
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if roomy else style.ToolButtonIconOnly
            )

    def _break(self, broken: bool) -> None:
        if broken == (self._column.indexOf(self._told) >= 0):
            return
        if broken:
            self._line.setStretch(_TOLD - 1, 1)
            self._column.insertWidget(1, self._told)
        else:
            self._line.setStretch(_TOLD - 1, 0)
            self._line.insertWidget(_TOLD, self._told, 1)

    def set_empty(self, empty: bool) -> None:
        """Leave out what means nothing without transfers."""
        for widget in (self.fold, self._sign, self._every):
            widget.setVisible(not empty)
        self._show_buttons(not empty and not self.fold.isChecked())

    def _show_buttons(self, shown: bool) -> None:
        for button in self._buttons:
            button.setVisible(shown)

    def _fold(self, folded: bool) -> None:
        keep_icon(self.fold, "unfold" if folded else "fold", "muted")
        told = self.tr("Show the list of transfers" if folded else "Hide the list of transfers")
        self.fold.setAccessibleName(told)
        self.fold.setToolTip(told)
        self._show_buttons(not folded)
        self.folded.emit(folded)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    return button

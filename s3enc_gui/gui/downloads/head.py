"""The line above the downloads."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from s3enc_gui.gui.downloads.actions import DownloadCommand
from s3enc_gui.gui.widgets.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.styling import label

_ROOM_FOR_TEXT = 880  # pixels; in less the buttons are icons only


# Of two that never mean something at once one is shown: the second, where it can be done.
_SHARED = (
    (DownloadCommand.RESUME, DownloadCommand.RETRY),
    (DownloadCommand.DISCARD, DownloadCommand.REMOVE),
)


class DownloadsHeader(QWidget):
    """Heading, a summary, and the buttons."""

    def __init__(
        self, actions: Mapping[DownloadCommand, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.heading = label(self.tr("Downloads"), "heading")
        self.summary = ElidedLabel()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.heading)
        line.addSpacing(12)
        line.addWidget(self.summary, 1)
        line.addSpacing(8)
        self._actions = actions
        self._buttons = {command: _button(action) for command, action in actions.items()}
        for button in self._buttons.values():
            line.addWidget(button)
        self.share()

    def share(self) -> None:
        """Show the buttons that go with what is selected."""
        for first, second in _SHARED:
            swapped = self._actions[second].isEnabled()
            self._buttons[first].setHidden(swapped)
            self._buttons[second].setHidden(not swapped)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the buttons out where there is little room."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        roomy = self.width() >= _ROOM_FOR_TEXT
        for button in self._buttons.values():
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if roomy else style.ToolButtonIconOnly
            )


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button

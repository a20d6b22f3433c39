"""Header of the downloads panel: heading, summary and buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from s3enc_gui.gui.downloads.actions import DownloadCommand
from s3enc_gui.gui.widgets.action_button import action_button, fit_button_texts
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _

# Two that are never enabled at once share a place; the second is shown while it is enabled.
_ALTERNATIVES = (
    (DownloadCommand.RESUME, DownloadCommand.RETRY),
    (DownloadCommand.DISCARD, DownloadCommand.REMOVE),
)


class DownloadsHeader(QWidget):
    """`update_buttons` must be called when the enabled actions change."""

    def __init__(
        self, actions: Mapping[DownloadCommand, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.heading = label(_("Downloads"), "heading")
        self.summary = ElidedLabel()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.heading)
        row.addSpacing(12)
        row.addWidget(self.summary, 1)
        row.addSpacing(8)
        self._actions = actions
        self._buttons = {command: action_button(action) for command, action in actions.items()}
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.update_buttons()

    def update_buttons(self) -> None:
        """Show the buttons that fit the selection."""
        for first, second in _ALTERNATIVES:
            use_second = self._actions[second].isEnabled()
            self._buttons[first].setHidden(use_second)
            self._buttons[second].setHidden(not use_second)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the buttons (Qt)."""
        super().resizeEvent(event)
        fit_button_texts(self._buttons.values(), self.width())

"""The buttons for what can be done about the problems of the selected download."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.downloads.download_text import denied
from s3enc_gui.gui.downloads.encrypted_bar import DecryptButton
from s3enc_gui.gui.downloads.key_chooser import KeyChooser
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.gui.widgets.remedies.remedy_button import RemedyButton


class RowButtons(QWidget):
    """Hidden while there is nothing to press."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self.decrypt = KeyChooser(runner), DecryptButton(runner)
        self.administrator, self.remedy = AdministratorButton(), RemedyButton()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._all = (self.administrator, self.key, self.decrypt, self.remedy)
        for button in self._all:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_for(self, row: DownloadRow | None) -> None:
        """Show what can be done about a download and its files."""
        self.administrator.show_for(denied(row) if row else None)
        self.key.show_for(row)
        self.decrypt.show_for(row)
        ended = row if row and not row.is_active else None
        errors = (ended.error, *(one.error for one in ended.messages)) if ended else ()
        self.remedy.show_for(errors)
        self.setVisible(not all(button.isHidden() for button in self._all))

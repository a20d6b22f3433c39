"""Confirmation dialog before something is lost."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget


class Question(QObject):
    """Asks one question at a time; `confirmed` is emitted when the user confirms."""

    confirmed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._box: QMessageBox | None = None

    def ask(self, title: str, text: str, more: str, yes: str, no: str) -> None:
        """Open the dialog; the `no` button is default and escape button."""
        if self._box is not None:
            return
        box = self._box = QMessageBox(self._parent.window())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)  # names are never markup
        box.setText(text)
        box.setInformativeText(more)
        keep = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        go = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        go.clicked.connect(self.confirmed)
        box.finished.connect(self._answered)
        box.open()

    def _answered(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None

"""What the dialogs that ask for a line of text have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget

from s3enc_gui.gui.widgets.styling import make_room, primary


class TextDialog(QDialog):
    """A field, what is wrong with its text, and a yes that is possible only where nothing is.

    Whoever inherits arranges `field`, `_fault`, `_note` and `_buttons`, and says in `_check` and
    `_answer` what is wrong, what is to be noted, and what follows from a yes.
    """

    def __init__(self, title: str, text: str, yes: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.field = QLineEdit(text)
        self.field.textChanged.connect(self._check)
        self._fault, self._note = _words("error"), _words("warning")
        self.yes = primary(QPushButton(yes))
        self._buttons = QDialogButtonBox()
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)

    def _check(self) -> None:
        """Say what is wrong with the text, with `_judge`."""
        raise NotImplementedError

    def _answer(self) -> None:
        """Pass on what was typed."""
        raise NotImplementedError

    def _judge(self, fault: str, *, possible: bool, note: str = "") -> None:
        for label, words in ((self._fault, fault), (self._note, note)):
            label.setText(words)
            label.setVisible(bool(words))
        self.field.setAccessibleDescription(fault or note)
        self.yes.setEnabled(possible)
        if self.isVisible():
            make_room(self)

    def _accept(self) -> None:
        if self.yes.isEnabled():
            self._answer()
            self.accept()


def _words(tone: str) -> QLabel:
    made = QLabel()
    made.setProperty("tone", tone)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made

"""Base class of dialogs that ask for one line of text."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget

from s3enc_gui.gui.widgets.styling import fit_height, label, primary


class TextDialog(QDialog):
    """A text field, an error or a note about its text, and an accept button.

    Subclasses arrange `field`, `_error`, `_note` and `_buttons`, and implement `_check` and
    `_emit_answer`.
    """

    def __init__(self, title: str, text: str, accept: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.field = QLineEdit(text)
        self.field.textChanged.connect(self._check)
        self._error, self._note = _message_label("error"), _message_label("warning")
        self.accept_button = primary(QPushButton(accept))
        self._buttons = QDialogButtonBox()
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped texts: Qt makes a dialog at most two thirds of the screen."""
        super().showEvent(event)
        fit_height(self)

    def _check(self) -> None:
        """Check the text and call `_show_check`."""
        raise NotImplementedError

    def _emit_answer(self) -> None:
        """Emit the answer."""
        raise NotImplementedError

    def _show_check(self, error: str, *, valid: bool, note: str = "") -> None:
        for shown, text in ((self._error, error), (self._note, note)):
            shown.setText(text)
            shown.setVisible(bool(text))
        self.field.setAccessibleDescription(error or note)
        self.accept_button.setEnabled(valid)
        if self.isVisible():
            fit_height(self)

    def _accept(self) -> None:
        if self.accept_button.isEnabled():
            self._emit_answer()
            self.accept()


def _message_label(tone: str) -> QLabel:
    made = label(wrap=True)
    made.setProperty("tone", tone)
    return made

"""Where a key is: in a file, or typed from its key sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.customer_keys.customer_key import parse_customer_key
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.radio_focus import RadioFocus
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.scale import fixed_font, scaled
from s3enc_gui.i18n import _
from s3enc_gui.jobs.customer_keys.copies_of_keys import KeyCopy

_INDENT = 23  # pixels; indent of a radio button's text
_LINES = 5  # of the field: four rows, and one to spare
_MOST = 4096  # characters that are read at most; a key sheet has fewer


class KeySource(QWidget):
    """Two buttons, with `generates` three; `changed` follows every change.

    What is typed stays in the field; `clear` empties it.
    """

    changed = Signal()

    def __init__(self, *, generates: bool = False) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.generate = QRadioButton(_("Generate a new key"))
        self.from_file = QRadioButton(_("Read the key from a file"))
        self.by_hand = QRadioButton(_("Type or paste the key"))
        self.path, self.browse = QLineEdit(), QPushButton(_("Browse…"))
        self.path.setAccessibleName(self.from_file.text())
        self.browse.setAutoDefault(False)
        self.typed, self._note = QPlainTextEdit(), TextLine()
        self._file_note = TextLine(
            _("A key sheet, or a file with 32 bytes, also in Base64 or hexadecimal.")
        )
        self._file_box, self._typed_box = QWidget(), QWidget()
        self._arrange()
        RadioFocus((self.generate, self.from_file, self.by_hand), self)
        self.generate.setVisible(generates)
        (self.generate if generates else self.from_file).setChecked(True)
        self._group.buttonToggled.connect(self._show_state)
        self.path.textChanged.connect(self._show_state)
        self.typed.textChanged.connect(self._show_state)
        self.browse.clicked.connect(self._browse)
        self._show_state()

    @property
    def generates(self) -> bool:
        """Whether a new key is wanted."""
        return self.generate.isChecked()

    def copy(self) -> KeyCopy:
        """Return where the key is."""
        if self.from_file.isChecked():
            return KeyCopy(self.path.text().strip())
        return KeyCopy(typed=self._text())

    @property
    def is_complete(self) -> bool:
        """Whether there is a key as far as it is known before the file is read."""
        if self.generates:
            return True
        if self.from_file.isChecked():
            return bool(self.path.text().strip())
        return bool(self._text()) and self._problem() is None

    def clear(self) -> None:
        """Empty the fields."""
        self.typed.clear()
        self.path.clear()

    def _text(self) -> str:
        return self.typed.toPlainText()[:_MOST].strip()

    def _problem(self) -> AppError | None:
        try:
            parse_customer_key(self._text().encode())
        except AppError as error:
            return error
        return None

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        inside = QVBoxLayout(self._file_box)
        inside.setContentsMargins(_INDENT, 0, 0, 0)
        inside.setSpacing(3)
        inside.addLayout(row)
        inside.addWidget(self._file_note)
        self.typed.setFont(fixed_font())
        self.typed.setAccessibleName(self.by_hand.text())
        self.typed.setTabChangesFocus(True)
        self.typed.setUndoRedoEnabled(False)  # what was typed isn't kept elsewhere
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.typed.setInputMethodHints(hints)
        self.typed.setPlaceholderText(_("The four rows of the key sheet, Base64 or hexadecimal"))
        height = self.typed.fontMetrics().lineSpacing() * _LINES
        self.typed.setFixedHeight(height + scaled(12))
        inside = QVBoxLayout(self._typed_box)
        inside.setContentsMargins(_INDENT, 0, 0, 0)
        inside.setSpacing(3)
        inside.addWidget(self.typed)
        inside.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for button in (self.generate, self.from_file, self.by_hand):
            self._group.addButton(button)
        for widget in (self.generate, self.from_file, self._file_box):
            column.addWidget(widget)
        column.addWidget(self.by_hand)
        column.addWidget(self._typed_box)

    @Slot()
    def _browse(self) -> None:
        path = QFileDialog.getOpenFileName(self, _("Choose the file of the key"))[0]
        if path:
            self.path.setText(path)

    @Slot()
    def _show_state(self) -> None:
        self._file_box.setVisible(self.from_file.isChecked())
        self._typed_box.setVisible(self.by_hand.isChecked())
        if not self._text():
            self._note.say(_("Upper and lower case, and spaces between digits, don't matter."))
        elif problem := self._problem():
            self._note.say(str(problem.detail), "warning")
        else:
            self._note.say(_("The key is complete."), "ok")
        self.changed.emit()

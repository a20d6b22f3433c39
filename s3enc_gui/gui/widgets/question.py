"""Confirmation dialog before something is lost or stopped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from s3enc_gui.dataclass import dataclass
from s3enc_gui.gui.icons import keep_box_icon

CHECK_MS = 300  # between two looks at what the question is about


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its buttons: `no` changes nothing; `other` is a second way to go on."""

    title: str
    text: str
    more: str
    yes: str
    no: str
    other: str = ""


class Question(QObject):
    """Asks one question at a time, as long as there is a reason to ask it.

    `confirmed` is emitted when the user chooses `yes`, `other_chosen` when `other`.
    """

    confirmed = Signal()
    other_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._make: Callable[[], Asked | None] = lambda: None
        self._box: _Box | None = None
        self._check = QTimer(self, interval=CHECK_MS)
        self._check.timeout.connect(self.refresh)

    def ask(self, make: Callable[[], Asked | None]) -> None:
        """Open the dialog; the `no` button is default and escape button.

        `make` returns what is to be asked now, None once there is nothing to ask any more: then
        the dialog disappears. While it is open, `make` is called several times a second.
        """
        if self._box is None:
            self._make = make
        self.refresh()

    @property
    def is_open(self) -> bool:
        """Whether the user is being asked."""
        return self._box is not None

    def refresh(self) -> None:
        """Ask what is to be asked now."""
        asked = self._make()
        if asked is None:
            self.withdraw()
        elif self._box is None:
            self._open(asked)
        else:
            self._box.show_asked(asked)

    def withdraw(self) -> None:
        """Close the dialog: the user needn't decide any more."""
        if self._box is not None:
            self._box.reject()

    def _open(self, asked: Asked) -> None:
        box = self._box = _Box(self._parent.window(), asked)
        box.yes.clicked.connect(self.confirmed)
        if box.other is not None:
            box.other.clicked.connect(self.other_chosen)
        box.finished.connect(self._answered)
        box.open()
        self._check.start()

    def _answered(self) -> None:
        self._check.stop()
        if self._box is not None:
            self._box.deleteLater()
            self._box = None


class _Box(QMessageBox):
    def __init__(self, window: QWidget, asked: Asked) -> None:
        super().__init__(window)
        keep_box_icon(self, "warning", "warning")
        self.setTextFormat(Qt.TextFormat.PlainText)  # names are never markup
        role = QMessageBox.ButtonRole
        self._no = self.addButton(asked.no, role.RejectRole)
        self.other: QPushButton | None = None
        if asked.other:
            self.other = self.addButton(asked.other, role.AcceptRole)
        self.yes = self.addButton(asked.yes, role.DestructiveRole)
        self.setDefaultButton(self._no)
        self.setEscapeButton(self._no)
        self._shown: Asked | None = None
        self.show_asked(asked)

    def show_asked(self, asked: Asked) -> None:
        if asked == self._shown:
            return
        self._shown = asked
        self.setWindowTitle(asked.title)
        self.setText(asked.text)
        self.setInformativeText(asked.more)
        self._no.setText(asked.no)
        self.yes.setText(asked.yes)
        if self.other is not None:
            self.other.setText(asked.other)

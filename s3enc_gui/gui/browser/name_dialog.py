"""A dialog that asks for a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.gui.widgets.look import label, primary

_WIDTH = 460


class NameDialog(QDialog):
    """Asks for the name of an object or a folder; `named` carries it. Goes when it is closed.

    A name holds no `/`, unless `may_nest`: folders may be made several at once.
    """

    named = Signal(str)

    def __init__(
        self,
        title: str,
        explanation: str,
        name: str,
        yes: str,
        parent: QWidget,
        *,
        may_nest: bool = False,
    ) -> None:
        super().__init__(parent)
        self._old, self._may_nest = name, may_nest
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.field = QLineEdit(name)
        self.field.setMaxLength(1024)
        self.field.textChanged.connect(self._check)
        caption = QLabel(self.tr("&Name"))
        caption.setBuddy(self.field)
        words = label(explanation, "muted")
        words.setWordWrap(True)
        self._fault = QLabel()
        self._fault.setProperty("tone", "error")
        self._fault.setWordWrap(True)
        self.yes = primary(QPushButton(yes))
        buttons = QDialogButtonBox()
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (caption, self.field, self._fault, words):
            column.addWidget(widget)
        column.addSpacing(6)
        column.addWidget(buttons)
        stem = name.rfind(".")
        self.field.setSelection(0, stem if stem > 0 else len(name))
        self._check()

    def _check(self) -> None:
        name = self.field.text()
        fault = ""
        if "/" in name and not self._may_nest:
            fault = self.tr("A name holds no “/”: move it to another folder instead.")
        elif "//" in name or name.startswith("/"):
            fault = self.tr("Between two “/” there must be a name.")
        elif len(name.encode(errors="replace")) > 1000:
            fault = self.tr("The name is too long for S3.")
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.yes.setEnabled(bool(name.strip("/")) and not fault and name != self._old)

    def _accept(self) -> None:
        if self.yes.isEnabled():
            self.named.emit(self.field.text())
            self.accept()

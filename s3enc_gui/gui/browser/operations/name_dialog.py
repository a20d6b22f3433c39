"""A dialog that asks for a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from s3enc_gui.domain.location import nameless_text
from s3enc_gui.gui.browser.operations.text_dialog import TextDialog
from s3enc_gui.gui.widgets.styling import label

_WIDTH = 460


class NameDialog(TextDialog):
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
        super().__init__(title, name, yes, parent)
        self._old, self._may_nest = name, may_nest
        self.setMinimumWidth(_WIDTH)
        self.field.setMaxLength(1024)
        caption = QLabel(self.tr("&Name"))
        caption.setBuddy(self.field)
        words = label(explanation, "muted")
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (caption, self.field, self._fault, self._note, words):
            column.addWidget(widget)
        column.addSpacing(6)
        column.addWidget(self._buttons)
        stem = name.rfind(".")
        self.field.setSelection(0, stem if stem > 0 else len(name))
        self._check()

    def _check(self) -> None:
        name = self.field.text()
        fault = ""
        if "/" in name and not self._may_nest:
            fault = self.tr("A name holds no “/”: move it to another folder instead.")
        elif len(name.encode(errors="replace")) > 1000:
            fault = self.tr("The name is too long for S3.")
        is_name = bool(name) and name != self._old
        note = nameless_text(name, "name") if not fault else ""
        self._judge(fault, possible=is_name and not fault, note=note)

    def _answer(self) -> None:
        self.named.emit(self.field.text())

"""Dialog that asks for the name of an object or a folder."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.location import nameless_text
from s3enc_gui.gui.browser.operations.text_input_dialog import TextDialog
from s3enc_gui.gui.widgets.labels.text_labels import label_for
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _

_WIDTH = 460


class NameDialog(TextDialog):
    """Asks for a name; `named` carries it.

    `allow_slash`: the name may contain `/`, to create nested folders at once.
    """

    named = Signal(str)

    def __init__(
        self,
        title: str,
        explanation: str,
        name: str,
        accept: str,
        parent: QWidget,
        *,
        allow_slash: bool = False,
    ) -> None:
        super().__init__(title, name, accept, parent)
        self._old_name, self._allow_slash = name, allow_slash
        self.setMinimumWidth(scaled(_WIDTH))
        self.field.setMaxLength(1024)
        caption = label_for(_("&Name"), self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(10)
        for widget in (caption, self.field, self._error, self._note):
            column.addWidget(widget)
        column.addWidget(label(explanation, "muted", wrap=True))
        column.addStretch(1)
        column.addSpacing(6)
        column.addWidget(self._buttons)
        suffix = name.rfind(".")
        self.field.setSelection(0, suffix if suffix > 0 else len(name))
        self._check()

    def _check(self) -> None:
        name = self.field.text()
        error = ""
        if "/" in name and not self._allow_slash:
            error = _("A name can't contain “/”. To change the folder, choose Move to… instead.")
        elif len(name.encode(errors="replace")) > 1000:
            error = _("The name is too long for S3.")
        is_new = bool(name) and name != self._old_name
        note = nameless_text(name, is_name=True) if not error else ""
        self._show_check(error, valid=is_new and not error, note=note)

    def _emit_answer(self) -> None:
        self.named.emit(self.field.text())

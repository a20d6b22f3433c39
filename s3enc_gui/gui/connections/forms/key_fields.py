"""The fields of an access key, and a field that takes all of it at once."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from s3enc_gui.domain.connections.pasted_keys import AccessKey, cleaned, parse_pasted
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _

_LINES = 3


class PasteField(QPlainTextEdit):
    """Emits `pasted` with the access key in what is pasted or dropped, and doesn't show it."""

    pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(
            _("Paste the lines of the access portal, a profile, or the contents of a CSV file")
        )
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 16)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take the key out of the text (Qt)."""
        if not self._take(source.text()):
            super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the key out of text that was typed (Qt)."""
        self.take_typed()
        super().focusOutEvent(event)

    def take_typed(self) -> None:
        """Take the key out of the text in the field."""
        if self._take(self.toPlainText()):
            self.setPlainText("")  # also forgets what could be undone

    def _take(self, text: str) -> bool:
        key = parse_pasted(text)
        found = key != AccessKey()
        if found:
            self.pasted.emit(key)
        return found


class KeyFields:
    """Adds the fields to a form, and fills them with what is pasted."""

    def __init__(self, form: Form, *, has_token: bool) -> None:
        self.paste = PasteField()
        self.access_key, self.secret_key = _Part(form), _Part(form)
        self.session_token = _Part(form)
        for secret in (self.secret_key, self.session_token):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._found = TextLine()
        self._found.hide()
        form.add_row(_("Paste everything here"), self.paste)
        form.add_line(self._found)
        form.add_row(_("Access key ID"), self.access_key)
        form.add_row(_("Secret access key"), self.secret_key)
        if has_token:
            form.add_row(_("Session token"), self.session_token)
            self.session_token.setPlaceholderText(_("Only for key IDs that begin with ASIA"))
        else:
            self.session_token.hide()
        for part in (self.access_key, self.secret_key, self.session_token):
            part.pasted.connect(self.show_key)
        self.paste.pasted.connect(self.show_key)
        self._old_key = ""

    @property
    def value(self) -> AccessKey:
        """The access key in the fields."""
        parts = (self.access_key, self.secret_key, self.session_token)
        return AccessKey(*(cleaned(part.text()) for part in parts))

    @property
    def is_unchanged(self) -> bool:
        """Whether the stored access key stays."""
        return bool(self._old_key) and self.value == AccessKey(self._old_key)

    def fill(self, access_key: str) -> None:
        """Show the access key ID of a saved connection; its secrets stay where they are."""
        self._old_key = access_key
        self.access_key.setText(access_key)
        for secret in (self.secret_key, self.session_token):
            secret.setPlaceholderText(_("Not changed"))

    def show_key(self, key: AccessKey) -> None:
        """Fill the fields, and say which were found."""
        parts = (
            (self.access_key, key.access_key, _("access key ID")),
            (self.secret_key, key.secret_key, _("secret access key")),
            (self.session_token, key.session_token, _("session token")),
        )
        for field, value, _name in parts:
            field.setText(value)
        found = ", ".join(name for _field, value, name in parts if value)
        self._found.say(_("Found: {parts}.").format(parts=found), "ok")


class _Part(QLineEdit):
    """A field for one part; a whole block that is pasted here is understood, too."""

    pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self._consider)

    def _consider(self, text: str) -> None:
        """Qt replaces line ends in pasted text by U+2028."""
        key = parse_pasted(text.replace("\u2028", "\n"))
        if key.access_key and key.secret_key:
            self.pasted.emit(key)

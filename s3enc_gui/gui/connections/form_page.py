"""The first page of the connection dialog: the form of the way, and the name."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from s3enc_gui.domain.connections.saved_connection import SavedConnection
from s3enc_gui.gui.connections.forms.forms import FORMS
from s3enc_gui.gui.connections.forms.more_options import MoreOptions
from s3enc_gui.gui.connections.ways import WAY_TEXTS, Way
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _, translate


class FormPage(QWidget):
    """Explains the way, and asks for what it needs.

    The name is asked for after the sign-in where it is a part of what is chosen there; else it may
    stay empty: the placeholder is used.
    """

    def __init__(
        self, way: Way, edited: SavedConnection | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = FORMS[way]()
        self.name = QLineEdit(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(translate(WAY_TEXTS[way].title), "heading"))
        column.addWidget(label(translate(WAY_TEXTS[way].about), "muted", wrap=True))
        column.addWidget(self.form)
        self.more = MoreOptions(asks_for_bucket=way not in (Way.SERVICE, Way.PUBLIC))
        column.addWidget(self.more)
        column.addStretch(1)
        if edited or not self.form.by_browser:
            self.form.add_row(_("Name"), self.name)
        else:
            self.name.hide()
        self.form.end()
        if edited:
            self.form.fill(edited)
            self.more.fill(edited)
            self.name.setText(edited.name)
        self.form.changed.connect(self._suggest)
        self._suggest()

    def showEvent(self, event: QShowEvent) -> None:
        """Put all fields into one column (Qt); labels have their size once they are shown."""
        super().showEvent(event)
        forms = (self.form, self.more.fields)
        width = max(form.label_width for form in forms)
        for form in forms:
            form.set_label_width(width)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """Return the connection with what was entered. Raises AppError."""
        made = self.more.draft(self.form.draft(connection))
        return replace(made, name=self.name.text().strip())

    def _suggest(self) -> None:
        self.name.setPlaceholderText(self.form.suggested_name)

"""What the forms of connections have in common."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.forms.region_field import RegionField
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.wording.glossary.terms import Term


class Form(QWidget):
    """Rows of labels and fields, and a line below them that says what is missing or wrong.

    Subclasses add their rows, and implement `fill` and `draft`; the page adds the name. Where the
    credentials come `by_browser`, the sign-in follows the form.
    """

    changed = Signal()
    by_browser: ClassVar[bool] = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._problem = TextLine()
        self._problem.hide()
        self._fields: list[QWidget] = []

    @property
    def suggested_name(self) -> str:
        """A name for the connection, made of what was entered; empty if there is none."""
        return ""

    @property
    def key(self) -> AccessKey | None:
        """The access key that was entered; None: no new one."""
        return None

    def fill(self, connection: SavedConnection) -> None:
        """Show a saved connection."""
        raise NotImplementedError

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """Return the connection with what was entered. Raises AppError where that isn't valid."""
        raise NotImplementedError

    def show_problem(self, error: AppError | None) -> None:
        """Show in the form what is wrong; None: nothing."""
        self._problem.say(error.message if error else "", "error" if error else "")

    def focus(self) -> None:
        """Set the focus to the first field."""
        self._fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def add_row(
        self, text: str, field: QWidget, note: str = "", terms: tuple[Term, ...] = ()
    ) -> QWidget:
        """Add a field with its label; return the label.

        `note` explains the field below it, a tip the `terms` in it.
        """
        made: QWidget = label_for(text, field)
        if isinstance(field, RegionField):
            terms = (*terms, Term.REGION)
        if terms:
            made = explained(made, *terms)
        line = self._grid.rowCount()
        self._grid.addWidget(made, line, 0, Qt.AlignmentFlag.AlignTop)
        made.setContentsMargins(0, 7, 0, 0)  # beside the first line of the field
        self._grid.addWidget(field, line, 1)
        self._fields.append(field)
        if isinstance(field, QLineEdit):
            field.textChanged.connect(self._edited)
        if note:
            field.setAccessibleDescription(note)
            self.add_line(TextLine(note))
        return made

    def add_line(self, widget: QWidget) -> None:
        """Add a widget below the fields."""
        self._grid.addWidget(widget, self._grid.rowCount(), 1)

    @property
    def label_width(self) -> int:
        """The width of the widest label, in pixels."""
        rows = range(self._grid.rowCount() - 1)  # the last one has the problem
        items = (self._grid.itemAtPosition(row, 0) for row in rows)
        return max((item.sizeHint().width() for item in items if item), default=0)

    def set_label_width(self, width: int) -> None:
        """Make room for labels of other forms below this one."""
        self._grid.setColumnMinimumWidth(0, width)

    def end(self) -> None:
        """Add the line for problems; after all other rows."""
        self._grid.addWidget(self._problem, self._grid.rowCount(), 0, 1, 2)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _edited(self) -> None:
        self.show_problem(None)
        self.changed.emit()

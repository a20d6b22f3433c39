"""The result of a change of encryption: objects by state, and the first problems."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.reencryption.run import RunResult
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.tables.text_table import TextTable
from s3enc_gui.i18n import _, translate
from s3enc_gui.wording.reencryption.results import (
    UNDO_NOTE,
    more_text,
    problem_rows,
    state_rows,
)


class ResultView(QWidget):
    """`show_result` replaces the tables."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.states = TextTable(_("Objects by result"), (_("Result"), _("Objects")), numbers=(1,))
        self.heading = label(_("Problems"), "strong")
        headings = (_("Object"), _("Result"), _("Reason"))
        self.problems = TextTable(_("Problems"), headings)
        self.more, self.note = TextLine(), TextLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.states, self.heading, self.problems, self.more, self.note):
            column.addWidget(widget)

    def show_result(self, result: RunResult) -> None:
        """Show another result."""
        self.states.show_rows(state_rows(result))
        problems = problem_rows(result)
        self.problems.show_rows(problems)
        self.heading.setVisible(bool(problems))
        self.problems.setVisible(bool(problems))
        self.more.say(more_text(result))
        self.note.say(translate(UNDO_NOTE) if result.changed else "")

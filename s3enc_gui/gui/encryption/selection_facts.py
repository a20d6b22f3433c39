"""Page of the Encryption details pane for several objects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.encryption.selection_summary import SelectionSummary
from s3enc_gui.gui.messages.details import (
    SEVERAL_LABELS,
    Counted,
    label_text,
    several_rows,
    several_title,
)
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.widgets.labels.fact_grid import scrolled
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.labels.prose_field import ProseField
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _
from s3enc_gui.wording.object_details import TERMS

_MAX_LINES = 12  # of a row; the rest is summarized


class SeveralPage(QWidget):
    """The number of objects and, in each row, the values they have with counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, CountsField] = {}
        self._captions: dict[str, QWidget] = {}
        inside = QWidget()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolled(inside, self))
        self._title = label("", "heading", inside, wrap=True)
        self._title.setContentsMargins(2, 0, 0, 0)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self._title)
        # Nested before it is filled: docs/decisions/0010-wrappers-outlive-their-objects.md.
        grid = QGridLayout()
        column.addLayout(grid)
        column.addStretch(1)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(SEVERAL_LABELS):
            text = label_text(name)
            caption = label(text, "muted", inside)
            caption.setContentsMargins(2, 2, 0, 0)
            term = TERMS.get(name)
            word = explained(caption, term, parent=inside) if term else caption
            field = CountsField(text, inside)
            caption.setBuddy(field.first)
            self._rows[name], self._captions[name] = field, word
            grid.addWidget(word, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)

    def show_summary(self, summary: SelectionSummary) -> None:
        """Show a summary."""
        self._title.setText(several_title(summary))
        rows = several_rows(summary)
        for name, field in self._rows.items():
            field.show_lines(rows.get(name, ()))
            field.setVisible(name in rows)
            self._captions[name].setVisible(name in rows)

    def value(self, name: str) -> str:
        """Return the lines of a row."""
        return self._rows[name].value


class CountsField(QWidget):
    """Read-only lines of text, each with an icon."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.first = self._add().field

    @property
    def value(self) -> str:
        """All lines."""
        return "\n".join(line.field.value for line in self._lines if not line.isHidden())

    def show_lines(self, lines: Sequence[Counted]) -> None:
        """Show lines."""
        shown = list(lines[:_MAX_LINES])
        if len(lines) > _MAX_LINES:
            shown.append((None, _("and {count} more").format(count=len(lines) - _MAX_LINES)))
        while len(self._lines) < len(shown):
            self._add()
        for number, (line, counted) in enumerate(zip_longest(self._lines, shown), 1):
            line.setVisible(counted is not None)
            if counted is not None:
                line.field.setAccessibleName(self._name_of(number, len(shown)))
                line.show_counted(*counted)

    def _name_of(self, number: int, count: int) -> str:
        """Return the accessible name of a line."""
        if count == 1:
            return self._name
        message = _("{name}, {number} of {count}")
        return message.format(name=self._name, number=number, count=count)

    def _add(self) -> _Line:
        line = _Line(self)
        self._lines.append(line)
        self._column.addWidget(line)
        return line


class _Line(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = IconLabel("lock", "muted", 16, self)
        self.field = ProseField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)

    def show_counted(self, sign: StateIcon | None, text: str) -> None:
        """Show a text and its icon, if it has one."""
        self._icon.setVisible(sign is not None)
        if sign:
            self._icon.show_icon(sign.icon, sign.tone)
        self.field.show_value(text)

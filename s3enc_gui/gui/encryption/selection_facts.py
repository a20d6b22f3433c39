"""The page of the Encryption details on several objects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.encryption.selection_summary import SelectionSummary
from s3enc_gui.gui.encryption.object_facts import wrapping
from s3enc_gui.gui.messages.details import (
    SEVERAL_LABELS,
    Counted,
    label_text,
    several_rows,
    several_title,
)
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.gui.widgets.fact_grid import scrolled
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.prose_field import ProseField
from s3enc_gui.gui.widgets.styling import label

_MOST = 12  # lines of a row; the rarest are counted together


class SeveralPage(QWidget):
    """How many there are, and by row what all of them have, or how many have what."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, CountsField] = {}
        self._captions: dict[str, QWidget] = {}
        inside = QWidget()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolled(inside, self))
        self._title = wrapping("heading", inside)
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
            field = CountsField(text, inside)
            caption.setBuddy(field.first)
            self._rows[name], self._captions[name] = field, caption
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)

    def show_summary(self, summary: SelectionSummary) -> None:
        """Show what they have in common, and what not."""
        self._title.setText(several_title(summary))
        told = several_rows(summary)
        for name, field in self._rows.items():
            field.show_lines(told.get(name, ()))
            field.setVisible(name in told)
            self._captions[name].setVisible(name in told)

    def value(self, name: str) -> str:
        """Return what a row says, a line each."""
        return self._rows[name].value


class CountsField(QWidget):
    """Lines of words, each with its sign; to read, select and copy."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.first = self._add().words

    @property
    def value(self) -> str:
        """All lines."""
        return "\n".join(line.words.value for line in self._lines if not line.isHidden())

    def show_lines(self, lines: Sequence[Counted]) -> None:
        """Show other lines."""
        shown = list(lines[:_MOST])
        if len(lines) > _MOST:
            shown.append((None, self.tr("and {} more").format(len(lines) - _MOST)))
        while len(self._lines) < len(shown):
            self._add()
        for number, (line, counted) in enumerate(zip_longest(self._lines, shown), 1):
            line.setVisible(counted is not None)
            if counted is not None:
                line.words.setAccessibleName(self._name_of(number, len(shown)))
                line.show_counted(*counted)

    def _name_of(self, number: int, count: int) -> str:
        """Tell the lines apart for those who do not see them below one another."""
        if count == 1:
            return self._name
        return self.tr("{}, {} of {}").format(self._name, number, count)

    def _add(self) -> _Line:
        line = _Line(self)
        self._lines.append(line)
        self._column.addWidget(line)
        return line


class _Line(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = IconLabel("lock", "muted", 16, self)
        self.words = ProseField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)

    def show_counted(self, sign: StateIcon | None, words: str) -> None:
        """Show words, and their sign where they have one."""
        self._icon.setVisible(sign is not None)
        if sign:
            self._icon.show_icon(sign.icon, sign.tone)
        self.words.show_value(words)

"""Grid of names and read-only values; long values go below their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from s3enc_gui.dataclass import dataclass
from s3enc_gui.gui.widgets.labels.copy_field import CopyField
from s3enc_gui.gui.widgets.labels.prose_field import ProseField
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.wording.formats import NOTHING
from s3enc_gui.wording.glossary.terms import Term

_ROW_HEIGHT = 26
_MAX_NAME = 154  # pixels; longer names wrap where there is little space
_NAMES = 3  # names may take this part of a wide grid
_MIN_VALUE = 100  # pixels for a value beside its name; where there are less, all go below
_COPY = 26  # pixels of a Copy button
_LEFT = 2  # pixels before a name, the same as before a value's first character
_NO_TERMS: Mapping[str, Term] = {}
_ABOVE_HEADING = 10  # pixels above a section


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a sub-heading (none if `title` is empty).

    `names` identify the rows; `texts` has the labels that differ from them. A row named like its
    section has no label: its value takes the whole width below the sub-heading.
    """

    title: str
    names: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)


class FactGrid(QWidget):
    """Shows values beside fixed names; each is a read-only field with its name as label.

    Rows in `copied` have a Copy button, the others are prose. Values that are wider than the space
    beside their names go below them; prose does unless `prose_beside` is None: then it stays beside
    its name and wraps. In a narrow grid all do. Before the grid has its width, values with more
    characters than `beside` or `prose_beside` go below. A row without a value is no Tab stop. Rows
    are made when they are first shown.

    Names in `terms` have a tip that explains their word.

    Pass the parent to the constructor: reparenting later is slow, because the style sheet
    is applied to all children again.
    """

    def __init__(
        self,
        sections: Collection[Section],
        copied: Collection[str],
        beside: int,
        prose_beside: int | None = None,
        parent: QWidget | None = None,
        *,
        terms: Mapping[str, Term] = _NO_TERMS,
    ) -> None:
        super().__init__(parent)
        self._terms = terms
        self._copied = frozenset(copied)
        self._beside, self._prose_beside = beside, prose_beside
        self._groups: list[_Group] = []
        self._places: dict[str, tuple[_Group, int]] = {}  # of all rows: their section, their line
        self._rows: dict[str, _Row] = {}  # those that have been shown
        self._most = scaled(_MAX_NAME)  # pixels of a name
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        line = 0  # the first free one
        for section in sections:
            group = _Group(section, line)
            self._groups.append(group)
            line += bool(section.title)
            for name in section.names:
                self._places[name] = (group, line)
                line += 2  # the second line is for a long value

    def show_values(self, values: Mapping[str, str], empty: Collection[str] = (NOTHING,)) -> None:
        """Show these rows and their sections; `empty` values have no Copy button."""
        for name in self._places:
            shown = name in values
            if not shown and name not in self._rows:
                continue
            row = self._row(name)
            row.show_value(values.get(name, NOTHING), empty)
            for widget in (row.caption, row.field):
                if widget is not None:
                    widget.setVisible(shown)
            if not shown:
                self._grid.setRowMinimumHeight(row.line, 0)
        for group in self._groups:
            if group.heading is not None:
                group.heading.setVisible(any(name in values for name in group.section.names))
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return a width that has space for names, with the values below them (Qt)."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), scaled(_MAX_NAME)), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide again which values fit beside their names (Qt)."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """The same: only now the width is known (Qt)."""
        super().showEvent(event)
        self._arrange()

    def value(self, name: str) -> str:
        """Return the value of a row."""
        row = self._rows.get(name)
        if row is None and name not in self._places:
            raise KeyError(name)
        return NOTHING if row is None else row.field.value

    def field(self, name: str) -> CopyField | ProseField:
        """Return the field of a row."""
        return self._row(name).field

    def _row(self, name: str) -> _Row:
        """Return a row, which is made when it is first shown: many never are."""
        if name not in self._rows:
            group, line = self._places[name]
            self._rows[name] = self._make_row(name, line, group.section, self._heading(group))
        return self._rows[name]

    def _heading(self, group: _Group) -> QLabel | None:
        section = group.section
        if section.title and group.heading is None:
            group.heading = label(section.texts.get(section.title, section.title), "strong", self)
            group.heading.setContentsMargins(_LEFT, _ABOVE_HEADING, 0, 0)
            self._grid.addWidget(group.heading, group.line, 0, 1, 2)
        return group.heading

    def _make_row(self, name: str, line: int, section: Section, heading: QLabel | None) -> _Row:
        text = section.texts.get(name, name)
        copied = name in self._copied
        is_heading = name == section.title and heading is not None
        named = None if is_heading else label(text, "muted", self, wrap=True)
        caption: QWidget | None = named
        if named is not None and name in self._terms:  # made before its field: the order of Tab
            caption = explained(named, self._terms[name], parent=self)
        made: CopyField | ProseField = CopyField(text, self) if copied else ProseField(self)
        value = made.field if isinstance(made, CopyField) else made
        value.setAccessibleName(text)
        if heading is not None and is_heading:
            heading.setBuddy(value)
        row = _Row(caption, made, line)
        if named is not None and caption is not None:
            named.setContentsMargins(_LEFT, 1, 0, 0)  # the baseline of its value
            row.name = named
            row.tip = caption.sizeHint().width() - named.sizeHint().width()  # 0 without one
            row.wide = named.fontMetrics().horizontalAdvance(text) + 2 * _LEFT
            row.limit_name(self._most)
            named.setBuddy(value)
            self._grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
        self._place(row, below=caption is None)
        return row

    def _arrange(self) -> None:
        """Give names and values their places in the width there is."""
        width = self.width() if self.isVisible() else 0  # 0: not known yet
        shown = [row for row in self._rows.values() if row.is_shown]
        most = max(scaled(_MAX_NAME), width // _NAMES)
        if most != self._most:
            self._most = most
            for row in self._rows.values():
                row.limit_name(most)
        names = max((min(row.wide + row.tip, most) for row in shown), default=0)
        free = width - names - self._grid.horizontalSpacing() if width else 0
        for row in shown:
            below = 0 < width < scaled(_MAX_NAME + _MIN_VALUE) or self._is_long(row, free)
            self._place(row, below=below)
            # The line of a short value is as high as its Copy button.
            self._grid.setRowMinimumHeight(row.line, 0 if below else scaled(_ROW_HEIGHT))

    def _is_long(self, row: _Row, free: int) -> bool:
        """Whether a value goes below its name; `free` pixels are beside it, 0: not known."""
        value, copied = row.field.value, isinstance(row.field, CopyField)
        most = self._beside if copied else self._prose_beside
        if most is None:
            return False
        if "\n" in value or not free:
            return "\n" in value or len(value) > most
        own = 2 * _LEFT + (_COPY if copied else 0)
        return self.fontMetrics().horizontalAdvance(value) + own >= free

    def _place(self, row: _Row, *, below: bool) -> None:
        """Place a value beside its name, or below it over the whole width."""
        if row.is_below is below:
            return
        row.is_below = below
        line, column, columns = (row.line + 1, 0, 2) if below else (row.line, 1, 1)
        self._grid.addWidget(row.field, line, column, 1, columns, Qt.AlignmentFlag.AlignTop)


@dataclass(slots=True)
class _Group:
    """A section from its first line; its heading is made with its first row."""

    section: Section
    line: int
    heading: QLabel | None = None


@dataclass(slots=True)
class _Row:
    caption: QWidget | None
    field: CopyField | ProseField
    line: int
    is_below: bool | None = None  # None: not placed yet
    name: QLabel | None = None
    wide: int = 0  # pixels of the name in one line
    tip: int = 0  # pixels of the button beside it

    @property
    def is_shown(self) -> bool:
        """Whether it has a name and is shown."""
        return self.caption is not None and not self.caption.isHidden()

    def limit_name(self, most: int) -> None:
        """Wrap the name if it is wider than some pixels."""
        if self.name is not None:
            self.name.setMinimumWidth(min(self.wide, most - self.tip))
            self.name.setMaximumWidth(max(self.name.minimumWidth(), most - self.tip))

    def show_value(self, value: str, empty: Collection[str]) -> None:
        """Show a value; `empty` ones have no Copy button, and none of NOTHING is a Tab stop."""
        policy = Qt.FocusPolicy
        self.focusable.setFocusPolicy(policy.ClickFocus if value == NOTHING else policy.StrongFocus)
        if isinstance(self.field, CopyField):
            self.field.show_value(value, copyable=value not in empty)
        else:
            self.field.show_value(value)

    @property
    def focusable(self) -> ProseField:
        """The widget that takes the focus."""
        return self.field.field if isinstance(self.field, CopyField) else self.field


def scrolled(inside: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """Return a vertical scroll area that is no Tab stop."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area

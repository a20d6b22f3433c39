"""How one object is encrypted, as the console's details page shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.location import Location
from s3enc_gui.domain.object_details import ObjectDetails
from s3enc_gui.domain.outcome import Outcome
from s3enc_gui.domain.words import DETAILS_LABELS, NOT_KNOWN, NOTHING
from s3enc_gui.gui import messages
from s3enc_gui.gui.widgets.copy_field import CopyField
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.look import label
from s3enc_gui.gui.widgets.prose_field import ProseField

# Values to be copied into other programs; the others are words.
_COPIED = frozenset({"KMS key ARN", "ETag", "Checksum", "Version ID", "Link"})

_ROW_HEIGHT = 26
_BESIDE = 24  # characters: what is longer gets a line of its own
_INVITATION = "Choose an upload or inspect an object to see how it is encrypted."


class EncryptionDetails(QWidget):
    """The pane `Encryption details`: the verdict on an object and the 14 rows of its facts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, CopyField | ProseField] = {}
        self._name = _ObjectName()
        self._verdict = ErrorBanner(closable=False)
        title = label(self.tr("Encryption details"), "heading")
        self.setAccessibleName(title.text())
        self._pages = QStackedLayout()
        self._invitation = _wrapping("muted")
        self._pages.addWidget(_empty(self._invitation))
        self._pages.addWidget(self._make_facts())
        card = QFrame()
        card.setProperty("card", True)
        card.setLayout(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(card, 1)
        self.setMinimumWidth(300)
        self.show_nothing()

    def show_object(self, details: ObjectDetails) -> None:
        """Show an object that was only looked at."""
        self._name.show_location(details.location)
        remark = messages.status_remark(details.status)
        if remark:
            self._verdict.show_error(*remark)
        else:
            self._verdict.clear()
        self._show_rows(details, None)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what became of an uploaded file, and the proof."""
        if outcome.details:
            self._name.show_location(outcome.details.location)
        else:
            self._name.show_text(outcome.item.key, outcome.item.path)
        self._verdict.show_error(*messages.verdict(outcome))
        self._show_rows(outcome.details, outcome)

    def show_nothing(self, text: str = "") -> None:
        """Show the empty pane; `text` says what will be here, and when."""
        self._invitation.setText(text or self.tr(_INVITATION))
        self._pages.setCurrentIndex(0)

    def value(self, name: str) -> str:
        """Return what a row says; `name` is one of `domain.words.DETAILS_LABELS`."""
        return self._fields[name].value

    def _show_rows(self, details: ObjectDetails | None, outcome: Outcome | None) -> None:
        values = [value for _, value in messages.details_rows(details, outcome)]
        for row, (field, value) in enumerate(zip(self._fields.values(), values, strict=True)):
            if isinstance(field, CopyField):
                field.show_value(value, copyable=value not in (NOTHING, NOT_KNOWN))
                self._place(row, field, below=len(value) > _BESIDE)
            else:
                field.show_value(value)
        self._pages.setCurrentIndex(1)

    def _make_facts(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self._name)
        column.addWidget(self._verdict)
        # Nested before it is filled: docs/decisions/0010-wrappers-outlive-their-objects.md.
        self._grid = QGridLayout()
        column.addLayout(self._grid)
        self._make_rows()
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _place(self, row: int, field: QWidget, *, below: bool) -> None:
        """Put a value beside its name, or under it, where it has the pane's whole width."""
        self._grid.setRowMinimumHeight(2 * row, 0 if below else _ROW_HEIGHT)
        line, column, columns = (2 * row + 1, 0, 2) if below else (2 * row, 1, 1)
        self._grid.addWidget(field, line, column, 1, columns, Qt.AlignmentFlag.AlignTop)

    def _make_rows(self) -> None:
        grid = self._grid
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, (text, _)) in enumerate(
            zip(DETAILS_LABELS, messages.details_rows(None), strict=True)
        ):
            caption = label(text, "muted")
            caption.setContentsMargins(0, 2, 0, 0)
            field: CopyField | ProseField = CopyField(text) if name in _COPIED else ProseField()
            value = field.field if isinstance(field, CopyField) else field
            value.setAccessibleName(text)
            caption.setBuddy(value)
            self._fields[name] = field
            grid.addWidget(caption, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            self._place(row, field, below=False)


class _ObjectName(QWidget):
    """The object's name large, where it is small."""

    def __init__(self) -> None:
        super().__init__()
        self._name = _wrapping("heading")
        self._where = _wrapping("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._name)
        column.addWidget(self._where)

    def show_location(self, location: Location) -> None:
        self.show_text(location.key, location.uri)

    def show_text(self, key: str, where: str) -> None:
        self._name.setText(_breakable(key.rpartition("/")[2]))
        self._where.setText(_breakable(where))


def _wrapping(role: str) -> QLabel:
    made = label("", role)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def _breakable(text: str) -> str:
    """Let a long name be broken at any `/`, `_`, `-` or `.` (zero-width space)."""
    for mark in "/_-.":
        text = text.replace(mark, f"{mark}\u200b")
    return text


def _empty(words: QLabel) -> QWidget:
    made = QWidget()
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words.setFixedWidth(260)
    column = QVBoxLayout(made)
    column.setContentsMargins(40, 24, 40, 24)
    column.setSpacing(14)
    column.addStretch(1)
    column.addWidget(IconLabel("shield", "disabled", 48), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return made

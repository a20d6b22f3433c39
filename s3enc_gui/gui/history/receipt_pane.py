"""All that one receipt says, to read and to copy."""

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

from s3enc_gui.domain.receipt import Receipt
from s3enc_gui.domain.words import NOTHING
from s3enc_gui.gui.history.receipt_words import LABELS, receipt_rows, receipt_verdict
from s3enc_gui.gui.widgets.copy_field import CopyField
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.look import label
from s3enc_gui.gui.widgets.prose_field import ProseField

# What is read rather than copied into other programs.
_PROSE = frozenset({"Server-side encryption", "Bucket key", "Compared"})
_ROW_HEIGHT = 26
_BESIDE = 17  # characters: what is longer gets a line of its own


class ReceiptPane(QWidget):
    """The pane `Receipt`: the verdict, and a row for each field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, CopyField | ProseField] = {}
        self._verdict = ErrorBanner(closable=False)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._make_invitation())
        self._area = self._make_facts()
        self._pages.addWidget(self._area)
        title = label(self.tr("Receipt"), "heading")
        self.setAccessibleName(title.text())
        card = QFrame()
        card.setProperty("card", True)
        card.setLayout(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(card, 1)
        self.setMinimumWidth(300)

    def show_receipt(self, receipt: Receipt | None) -> None:
        """Show a receipt; None: say that one can be chosen."""
        self._pages.setCurrentIndex(0 if receipt is None else 1)
        if receipt is None:
            return
        self._verdict.show_error(*receipt_verdict(receipt))
        values = [value for _, value in receipt_rows(receipt)]
        for row, (field, value) in enumerate(zip(self._fields.values(), values, strict=True)):
            if isinstance(field, CopyField):
                field.show_value(value, copyable=value != NOTHING)
            else:
                field.show_value(value)
            self._place(row, field, below=len(value) > _BESIDE)
        self._area.verticalScrollBar().setValue(0)

    def value(self, name: str) -> str:
        """Return what a row says; `name` is one of `receipt_words.LABELS`."""
        return self._fields[name].value

    def _make_facts(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
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

    def _make_rows(self) -> None:
        grid = self._grid
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(LABELS):
            caption = label(self.tr(name), "muted")
            caption.setContentsMargins(0, 2, 0, 0)
            field = ProseField() if name in _PROSE else CopyField(caption.text())
            value = field.field if isinstance(field, CopyField) else field
            value.setAccessibleName(caption.text())
            caption.setBuddy(value)
            self._fields[name] = field
            grid.addWidget(caption, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            self._place(row, field, below=False)

    def _place(self, row: int, field: QWidget, *, below: bool) -> None:
        """Put a value beside its name, or under it, where it has the pane's whole width."""
        self._grid.setRowMinimumHeight(2 * row, 0 if below else _ROW_HEIGHT)
        line, column, columns = (2 * row + 1, 0, 2) if below else (2 * row, 1, 1)
        self._grid.addWidget(field, line, column, 1, columns, Qt.AlignmentFlag.AlignTop)

    def _make_invitation(self) -> QWidget:
        words = QLabel(self.tr("Choose a receipt to see all it says."))
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(IconLabel("receipt", "disabled", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words)
        column.addStretch(1)
        return made

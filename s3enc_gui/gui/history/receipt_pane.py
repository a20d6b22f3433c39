"""All that one receipt says, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QStackedLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.history.receipt_text import LABELS, receipt_rows, receipt_verdict
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.fact_grid import FactGrid, Section, scrolled
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label

# What is read rather than copied into other programs.
_PROSE = frozenset({"Server-side encryption", "Bucket key", "Compared", "Checked again"})
_BESIDE = 17  # characters: what is longer gets a line of its own


class ReceiptPane(QWidget):
    """The pane `Receipt`: the verdict, and a row for each field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = label(self.tr("Receipt"), "heading", self)
        self.setAccessibleName(title.text())
        card = QFrame(self)
        card.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(card, 1)
        inside = QWidget()
        self._area = scrolled(inside, card)
        self._verdict = ErrorBanner(inside, closable=False)
        texts = {name: self.tr(name) for name in LABELS}
        rows = [Section("", LABELS, texts)]
        self._grid = FactGrid(rows, frozenset(LABELS) - _PROSE, _BESIDE, _BESIDE, inside)
        facts = QVBoxLayout(inside)
        facts.setContentsMargins(16, 14, 16, 14)
        facts.setSpacing(12)
        facts.addWidget(self._verdict)
        facts.addWidget(self._grid)
        facts.addStretch(1)
        self._pages = QStackedLayout(card)  # without a parent it would show pages as windows
        self._pages.addWidget(self._make_invitation())
        self._pages.addWidget(self._area)
        self.setMinimumWidth(300)

    def show_receipt(self, receipt: Receipt | None) -> None:
        """Show a receipt; None: say that one can be chosen."""
        self._pages.setCurrentIndex(0 if receipt is None else 1)
        if receipt is None:
            return
        self._verdict.show_error(*receipt_verdict(receipt))
        values = [value for _, value in receipt_rows(receipt)]
        self._grid.show_values(dict(zip(LABELS, values, strict=True)))
        self._area.verticalScrollBar().setValue(0)

    def value(self, name: str) -> str:
        """Return what a row says; `name` is one of `receipt_words.LABELS`."""
        return self._grid.value(name)

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

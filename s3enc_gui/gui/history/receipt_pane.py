"""Pane with the verdict and the fields of one receipt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.history.receipt_text import receipt_verdict
from s3enc_gui.gui.messages.locale import exact_time
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.fact_grid import FactGrid, Section, scrolled
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _, translate
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.history.receipt_rows import LABELS, receipt_values

# Rows without a Copy button.
_PROSE = frozenset({"Server-side encryption", "Bucket key", "Compared", "Checked again"})
_TERMS = {
    "Region": Term.REGION,
    "Bucket key": Term.BUCKET_KEY,
    "Encryption context": Term.CONTEXT,
    "ETag": Term.ETAG,
    "Checksum": Term.CHECKSUM,
    "Version ID": Term.VERSION,
    "Storage class": Term.STORAGE_CLASS,
}
_MIN_WIDTH = 280  # pixels
_BESIDE = 17  # characters; longer values go below their labels


class ReceiptPane(QWidget):
    """Values can be selected and copied; `save` and `file` are its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = label(_("Receipt"), "heading", self)
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
        texts = {name: translate(name) for name in LABELS}
        rows = [Section("", LABELS, texts)]
        self._grid = FactGrid(
            rows, frozenset(LABELS) - _PROSE, _BESIDE, _BESIDE, inside, terms=_TERMS
        )
        facts = QVBoxLayout(inside)
        facts.setContentsMargins(16, 14, 16, 14)
        facts.setSpacing(12)
        facts.addWidget(self._verdict)
        facts.addWidget(self._grid)
        facts.addStretch(1)
        self._pages = QStackedLayout(card)  # without a parent, pages would be shown as windows
        self._pages.addWidget(self._make_placeholder())
        self._pages.addWidget(self._area)
        self.save, self.file = WrappingButton(_("Save receipt…")), QPushButton(_("File"))
        self.file.setToolTip(_("The file on this computer"))
        self.file.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.save, self.file):
            button.setEnabled(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(scaled(_MIN_WIDTH))

    def show_receipt(self, receipt: Receipt | None) -> None:
        """Show a receipt; None: a placeholder."""
        self._pages.setCurrentIndex(0 if receipt is None else 1)
        for button in (self.save, self.file):
            button.setEnabled(receipt is not None)
        if receipt is None:
            return
        self._verdict.show_error(*receipt_verdict(receipt))
        self._grid.show_values(receipt_values(receipt, exact_time))
        self._area.verticalScrollBar().setValue(0)

    def show_hint(self, shown: bool) -> None:
        """Show in the placeholder that a receipt can be selected, or not."""
        self._hint.setVisible(shown)

    def value(self, name: str) -> str:
        """Return the value of a row; `name` is one of LABELS."""
        return self._grid.value(name)

    def _make_placeholder(self) -> QWidget:
        self._hint = hint = label(_("Select a receipt to see its details."), "muted")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        placeholder = QWidget()
        column = QVBoxLayout(placeholder)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(IconLabel("receipt", "disabled", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint)
        column.addStretch(1)
        return placeholder

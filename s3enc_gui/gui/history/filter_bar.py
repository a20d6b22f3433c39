"""Filters of the History window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.gui.history.period import PeriodField
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.i18n import _
from s3enc_gui.wording.glossary.terms import Term

_TYPING_MS = 200  # after the last keystroke


class FilterBar(QWidget):
    """`changed` is emitted when `query` changes; after typing with a short delay."""

    changed = Signal()

    def __init__(
        self, today: Callable[[], date] = date.today, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(_("File or object"))
        self.bucket = QComboBox()
        self.kms_key = QLineEdit(clearButtonEnabled=True)
        self.kms_key.setPlaceholderText(_("ARN or key ID"))
        self.period = PeriodField(today)
        self.clear = QPushButton(_("C&lear filters"))
        self.clear.setAutoDefault(False)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._emitted = ReceiptQuery()
        self.show_buckets(())
        self._arrange()
        self._typing.timeout.connect(self._emit_changed)
        for field in (self.search, self.kms_key):
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self._emit_changed)
        self.bucket.currentIndexChanged.connect(self._emit_changed)
        self.period.changed.connect(self._emit_changed)
        self.clear.clicked.connect(self.reset)
        self.clear.setEnabled(False)

    @property
    def query(self) -> ReceiptQuery:
        """The query entered."""
        since, until = self.period.bounds()
        return ReceiptQuery(
            self.search.text().strip(),
            self.bucket.currentData() or "",
            self.kms_key.text().strip(),
            since,
            until,
        )

    def reset(self) -> None:
        """Clear all filters."""
        for field in (self.search, self.kms_key):
            field.clear()
        with QSignalBlocker(self.bucket), QSignalBlocker(self.period):
            self.bucket.setCurrentIndex(0)
            self.period.reset()
        self.search.setFocus()
        self._emit_changed()

    def show_key(self, key: str) -> None:
        """Clear all filters but the search for a key; `changed` isn't emitted."""
        with QSignalBlocker(self):
            self.reset()
            self.search.setText(key)
            self._emit_changed()

    def show_buckets(self, names: Sequence[str]) -> None:
        """Offer these buckets; the chosen one is kept."""
        chosen = self.bucket.currentData()
        with QSignalBlocker(self.bucket):
            self.bucket.clear()
            self.bucket.addItem(_("All buckets"), "")
            for name in dict.fromkeys([*names, *([chosen] if chosen else [])]):
                self.bucket.addItem(name, name)
            self.bucket.setCurrentIndex(max(0, self.bucket.findData(chosen)))

    def _arrange(self) -> None:
        self.bucket.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.bucket.setMinimumContentsLength(16)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        fields: tuple[tuple[str, QWidget, QWidget, int, int, int], ...] = (
            (_("&Search"), self.search, self.search, 0, 0, 1),
            (_("&Bucket"), self.bucket, self.bucket, 0, 3, 1),
            (_("&KMS key"), self.kms_key, self.kms_key, 0, 6, 1),
            (_("P&eriod"), self.period, self.period.choice, 1, 0, 6),
        )
        for text, field, buddy, row, column, columns in fields:
            caption = QLabel(text)
            caption.setBuddy(buddy)
            buddy.setAccessibleName(text.replace("&", ""))
            is_key = field is self.kms_key
            word = explained(caption, Term.KMS, Term.ARN) if is_key else caption
            grid.addWidget(word, row, column)
            grid.addWidget(field, row, column + 1, 1, columns)
        grid.addWidget(self.clear, 1, 7, Qt.AlignmentFlag.AlignRight)
        for column, stretch in ((1, 5), (4, 3), (7, 4)):
            grid.setColumnStretch(column, stretch)
        for column in (2, 5):
            grid.setColumnMinimumWidth(column, 8)

    def _typed(self) -> None:
        self._typing.start()

    def _emit_changed(self) -> None:
        self._typing.stop()
        query = self.query
        self.clear.setEnabled(query != ReceiptQuery())
        if query != self._emitted:
            self._emitted = query
            self.changed.emit()

"""What to do about names that are taken in the bucket."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from s3enc_gui.gui.widgets.icon_label import IconLabel


class ConflictBar(QFrame):
    """Asks once for all of them; hidden while there are none."""

    replace_chosen = Signal()
    keep_both_chosen = Signal()
    skip_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "warning")
        self._words = QLabel()
        self._words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 12, 9)
        row.setSpacing(10)
        row.addWidget(IconLabel("warning", "warning"))
        row.addWidget(self._words, 1)
        self.replace = QPushButton(self.tr("&Replace"))
        self.keep_both = QPushButton(self.tr("&Keep both"))
        self.skip = QPushButton(self.tr("Sk&ip"))
        for button, signal in (
            (self.replace, self.replace_chosen),
            (self.keep_both, self.keep_both_chosen),
            (self.skip, self.skip_chosen),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    def show_count(self, count: int) -> None:
        """Ask about so many names."""
        if count == 1:
            self._words.setText(
                self.tr("An object of this name is already in the bucket. It was left as it is.")
            )
        else:
            words = self.tr("{:,} names are already in the bucket. They were left as they are.")
            self._words.setText(words.format(count))
        self.setVisible(count > 0)

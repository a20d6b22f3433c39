"""What to do about names that are taken on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.messages import downloads as words
from s3enc_gui.gui.widgets.icon_label import IconLabel


class ConflictBar(QFrame):
    """Asks once for all names of a download; `chosen` carries the row and an IfExists.

    Hidden while there are none.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "warning")
        self._row: DownloadRow | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)  # names are never markup
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 7, 10, 7)
        line.setSpacing(8)
        line.addWidget(IconLabel("warning", "warning"))
        line.addWidget(self.words, 1)
        self.overwrite = QPushButton(self.tr("&Overwrite"))
        self.keep_both = QPushButton(self.tr("&Keep both"))
        self.skip = QPushButton(self.tr("Sk&ip"))
        for button, slot in (
            (self.overwrite, self._overwrite),
            (self.keep_both, self._keep_both),
            (self.skip, self._skip),
        ):
            button.setAutoDefault(False)
            button.setProperty("small", True)
            button.clicked.connect(slot)
            line.addWidget(button)
        self.hide()

    def ask(self, row: DownloadRow | None) -> None:
        """Ask about the names of a download; None: about none."""
        self._row = row
        if row is not None:
            self.words.setText(words.taken_text(row))
        self.setVisible(row is not None)

    def _overwrite(self) -> None:
        self._choose(IfExists.OVERWRITE)

    def _keep_both(self) -> None:
        self._choose(IfExists.RENAME)

    def _skip(self) -> None:
        self._choose(IfExists.SKIP)

    def _choose(self, policy: IfExists) -> None:
        if self._row is not None:
            self.chosen.emit(self._row, policy)

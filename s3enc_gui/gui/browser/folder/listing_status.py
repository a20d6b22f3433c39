"""The line below the summary: how far listing and looking have come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from s3enc_gui.gui.messages.locale import count_text
from s3enc_gui.gui.widgets.busy import BusyIndicator


class ListingStatus(QWidget):
    """Says what is being done, with one button for what can be done about it."""

    stop_pressed = Signal()
    all_pressed = Signal()
    more_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = BusyIndicator()
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        self._stop = _small(self.tr("Stop"))
        self._all = _small(self.tr("Check all"))
        self._more = _small(self.tr("Show more"))
        self._stop.clicked.connect(self.stop_pressed)
        self._all.clicked.connect(self.all_pressed)
        self._more.clicked.connect(self.more_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self._busy, self._words):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self._more, self._all, self._stop):
            row.addWidget(button)
        self.setVisible(False)

    def show_listing(self, count: int) -> None:
        """Say that the folder is being listed."""
        words = self.tr("Listing… {} so far") if count else self.tr("Listing…")
        self._show(words.format(count_text(count)), busy=True, stop=True)

    def show_looking(self, seen: int, objects: int) -> None:
        """Say that S3 is being asked for the encryption of all."""
        words = self.tr("Asking S3 how each is encrypted: {} of {}")
        self._show(words.format(count_text(seen), count_text(objects)), busy=True, stop=True)

    def show_open(self, unseen: int, *, more: bool, shown: int | None = None, of: int = 0) -> None:
        """Say what has been left: objects nobody asked for, and pages of the listing.

        `shown`: so many rows pass the filter, out of so many; None: all do.
        """
        parts = []
        if shown is not None:
            words = self.tr("{} of {} fit the filter.")
            parts.append(words.format(count_text(shown), count_text(of)))
        if more:
            parts.append(self.tr("There is more in this folder than is shown."))
        if unseen:
            words = self.tr("{} not checked yet; those in sight are checked by themselves.")
            parts.append(words.format(count_text(unseen)))
        self._show(" ".join(parts), check=unseen > 0, more=more)

    def _show(
        self,
        text: str,
        *,
        busy: bool = False,
        stop: bool = False,
        check: bool = False,
        more: bool = False,
    ) -> None:
        if busy:
            self._busy.start()
        else:
            self._busy.stop()
        self._words.setText(text)
        for button, shown in ((self._stop, stop), (self._all, check), (self._more, more)):
            button.setVisible(shown)
        self.setVisible(bool(text))


def _small(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("small", True)
    return made
